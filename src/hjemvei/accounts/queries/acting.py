"""Build the actor of a request in one SQL statement."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from django.db import connection

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import Channel, Purpose, Role
from hjemvei.accounts.models import User

ACTOR_SQL = """
SELECT u.id, u.key, u.email, u.name, u.password, u.kind, u.language, u.is_active, u.is_demo,
       m.role, n.id, n.name, n.controller_id, c.name, coalesce(k.value, 0)
FROM accounts_user u
LEFT JOIN accounts_membership m
       ON m.user_id = u.id AND m.starts_on <= %s AND (m.ends_before IS NULL OR m.ends_before > %s)
LEFT JOIN parties_unit n ON n.id = m.unit_id
LEFT JOIN parties_controller c ON c.id = n.controller_id
LEFT JOIN LATERAL (
  SELECT max(x.value & 3) | max(x.value & 4) AS value FROM accounts_clearance x
  WHERE x.user_id = u.id AND x.controller_id = n.controller_id AND x.is_given AND x.ended_at IS NULL
    AND x.ends_before > %s) k ON true
WHERE u.id = %s AND u.is_active
ORDER BY n.id, m.role
"""
USER_FIELDS = (
    "id",
    "key",
    "email",
    "name",
    "password",
    "kind",
    "language",
    "is_active",
    "is_demo",
)


@dataclass(frozen=True, slots=True)
class Seat:
    """A unit in which the user has a role now; `clearance` is for its controller."""

    unit_id: int
    unit_name: str
    controller_id: int
    controller_name: str
    clearance: int
    roles: frozenset[Role]


def user_with_seats(user_id: int, *, today: dt.date) -> tuple[User | None, list[Seat]]:
    with connection.cursor() as cursor:
        cursor.execute(ACTOR_SQL, [today, today, today, user_id])
        rows = cursor.fetchall()
    if not rows:
        return None, []
    user = User(**dict(zip(USER_FIELDS, rows[0][: len(USER_FIELDS)], strict=True)))
    user._state.adding = False
    roles: dict[tuple[int, str, int, str, int], set[Role]] = defaultdict(set)
    for row in rows:
        role, *seat = row[len(USER_FIELDS) :]
        if role is not None:
            roles[tuple(seat)].add(Role(role))
    return user, [Seat(*seat, frozenset(found)) for seat, found in roles.items()]


def actor_of(user: User, seats: list[Seat], *, unit_id: int | None = None) -> Actor | None:
    """The actor in the chosen unit (else the first), with every seat in the same controller; None without a
    seat.
    """
    if not seats:
        return None
    chosen = next((seat for seat in seats if seat.unit_id == unit_id), seats[0])
    together = [seat for seat in seats if seat.controller_id == chosen.controller_id]
    return Actor(
        user_id=user.pk,
        name=user.name,
        unit_id=chosen.unit_id,
        unit_name=chosen.unit_name,
        controller_id=chosen.controller_id,
        controller_name=chosen.controller_name,
        unit_roles={seat.unit_id: seat.roles for seat in together},
        clearance=chosen.clearance,
        purpose=Purpose.COORDINATION if Role.MUNICIPAL_COORDINATOR in chosen.roles else Purpose.CASEWORK,
        channel=Channel.WEB,
        language=user.language,
    )
