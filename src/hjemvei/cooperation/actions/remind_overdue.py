"""Once a month, tell those who lead a forum that it has not met as agreed. Run by night, by organisation."""

from __future__ import annotations

import datetime as dt

from django.db import connection

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.events import send_letter
from hjemvei.accounts.models import User
from hjemvei.cooperation.letters import overdue_letter


def remind_overdue(*, actor: Actor, today: dt.date, at: dt.datetime) -> int:
    """`actor` is the system in one unit of the organisation. Returns how many letters were due."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT key, name, user_id FROM kernel.forums_overdue(%s)", [today])
        rows = cursor.fetchall()
    users = User.objects.in_bulk({user_id for _key, _name, user_id in rows})
    for key, name, user_id in rows:
        send_letter(overdue_letter(unit_id=actor.unit_id, user=users[user_id], key=key, name=name, at=at))
    return len(rows)
