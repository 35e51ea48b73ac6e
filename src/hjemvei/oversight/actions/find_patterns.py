"""The nightly look at one controller's read log: what is odd becomes a finding, once."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db import connection
from django.utils.timezone import localtime

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.models import User, UserKind
from hjemvei.agreements.calendar import WorkCalendar
from hjemvei.oversight.models import AccessFinding
from hjemvei.oversight.queries import NORWAY, Period, roles_of
from hjemvei.oversight.rules import Employee, Look, Odd, odd_looks

USUAL_DAYS = 30
FACTS = """
SELECT at, user_id, unit_id, person_id, case_id, family_name, is_protected, takes_part, is_assigned,
       others_assigned
FROM kernel.look_facts(%s, %s, %s)
"""
MEDIANS = "SELECT user_id, usual FROM kernel.look_medians(%s, %s, %s)"
Values = tuple[Any, ...]


def find_patterns(*, actor: Actor, day: dt.date, at: dt.datetime) -> int:
    """How many findings the controller's looks on `day` give; again gives none anew. `actor` is the system,
    acting for one of the controller's units. Looks of other systems are not judged: they have no habits.
    """
    looks = _looks(actor, Period(first=day, before=day + dt.timedelta(days=1)))
    month = Period(first=day - dt.timedelta(days=USUAL_DAYS), before=day)
    calendar, odd = WorkCalendar(), list[Odd]()
    for employee in _employees(actor, looks, _rows(MEDIANS, actor, month)):
        odd += odd_looks(looks[employee.user_id], employee, is_working_day=calendar.is_working_day)
    rows = [
        AccessFinding(
            controller_id=actor.controller_id,
            found_at=at,
            **{name: getattr(found, name) for name in Odd.__dataclass_fields__},
        )
        for found in odd
    ]
    AccessFinding.objects.bulk_create(rows, batch_size=500, ignore_conflicts=True)
    return len(rows)


def _rows(text: str, actor: Actor, period: Period) -> list[Values]:
    with connection.cursor() as cursor:
        cursor.execute(text, [actor.controller_id, *period.moments])
        return list(cursor.fetchall())


def _looks(actor: Actor, period: Period) -> dict[int, list[Look]]:
    found: dict[int, list[Look]] = defaultdict(list)
    names = tuple(Look.__dataclass_fields__)
    for row in _rows(FACTS, actor, period):
        values = dict(zip(names, row, strict=True))
        look = Look(**{**values, "at": localtime(values["at"], NORWAY)})
        found[look.user_id].append(look)
    return found


def _employees(actor: Actor, ids: Iterable[int], medians: Iterable[tuple[int, float]]) -> list[Employee]:
    users = User.objects.filter(pk__in=list(ids), kind=UserKind.PERSON).order_by("pk")
    usual: dict[int, float] = dict(medians)
    roles = roles_of(actor, [user.pk for user in users])
    return [
        Employee(
            user_id=user.pk,
            name=user.name,
            roles=frozenset(roles.get(user.pk, ())),
            usual=usual.get(user.pk, 0),
        )
        for user in users
    ]
