"""Who calls: another system's token becomes an actor of one unit and its sub-units."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import replace

from django.conf import settings
from django.db import connection
from django.http import HttpRequest

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import Channel, Purpose
from hjemvei.accounts.queries import actor_of, user_with_seats

LOOK_UP = """
SELECT t.id, t.user_id, t.unit_id, t.scopes,
       array(SELECT n.id FROM parties_unit n WHERE n.id = t.unit_id OR n.parent_id = t.unit_id)
FROM accounts_apitoken t
JOIN parties_unit u ON u.id = t.unit_id AND u.controller_id = t.controller_id
WHERE t.token_hash = %s AND t.revoked_at IS NULL AND t.expires_at > %s
"""


class ApiRequest(HttpRequest):
    """A request that `hjemvei.api` has let in."""

    actor: Actor
    hjemvei_tag: str


def actor_of_token(token: str, *, today: dt.date, at: dt.datetime) -> tuple[int, Actor] | None:
    """The token's id and its actor; None for a token that is unknown, expired, taken back, or without a seat.

    The roles are the ordinary ones that the API user holds in the token's unit and its sub-units; they say
    which classes of information it may read.
    """
    digest = hashlib.sha256(token.encode()).hexdigest()
    with connection.cursor() as cursor:
        cursor.execute(LOOK_UP, [digest, at])
        row = cursor.fetchone()
    if row is None:
        return None
    token_id, user_id, unit_id, scopes, unit_ids = row
    user, seats = user_with_seats(user_id, today=today)
    if user is None or (user.is_demo and not settings.DEMO):
        return None
    here = [seat for seat in seats if seat.unit_id in unit_ids]
    actor = actor_of(user, here, unit_id=unit_id)
    if actor is None or actor.unit_id != unit_id:
        return None
    scoped = frozenset(scopes.split())
    return token_id, replace(actor, purpose=Purpose.API, channel=Channel.API, scopes=scoped)
