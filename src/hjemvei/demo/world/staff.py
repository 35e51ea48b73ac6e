"""Who works in the world, as the actors that everything below is done by."""

from __future__ import annotations

from dataclasses import replace

from hjemvei.accounts.actions.answer_clearance import answer_clearance
from hjemvei.accounts.actions.ask_clearance import ask_clearance
from hjemvei.accounts.actor import Actor, acting_as
from hjemvei.accounts.enums import Channel, Role
from hjemvei.accounts.models import Absence, Membership, User
from hjemvei.accounts.queries import actor_of, user_with_seats
from hjemvei.core import clock
from hjemvei.demo.world.tables import START, Calendar, rows, words
from hjemvei.parties.models import Unit

DOMAIN = "demo.hjemvei.test"
AWAY = (
    # who, deputy, first day and last day before today
    ("Jon", "Tor", 2, -9),
    ("Liv", "Eva", 40, 26),
    ("Eli", "Ida", -6, -20),
    ("Jens", "Sara", 1, -3),
)


def add_staff(units: dict[str, Unit], calendar: Calendar) -> dict[str, Actor]:
    """Every actor by first name. The accounts have no password: the demo's page signs in by a click."""
    staff = {}
    for row in rows("staff"):
        first = row["name"].split()[0]
        user = User.objects.create_user(
            f"{first.lower()}@{DOMAIN}",
            name=row["name"],
            language=row["language"],
            is_demo=True,
        )
        for slug in words(row["units"]):
            Membership.objects.create(user=user, unit=units[slug], role=row["role"], starts_on=START)
        staff[first] = _actor(user, calendar)
    for row in rows("staff"):
        if value := int(row["clearance"]):
            _clear(staff, row["name"].split()[0], value, calendar)
    return staff


def _clear(staff: dict[str, Actor], first: str, value: int, calendar: Calendar) -> None:
    """Asked for by one administrator of the organisation, given by another."""
    user, at = User.objects.get(pk=staff[first].user_id), clock.now()
    controller = staff[first].controller_id
    asker, answerer = [
        one for one in staff.values() if one.has(Role.ADMINISTRATOR) and one.controller_id == controller
    ]
    with acting_as(asker):
        asked = ask_clearance(
            actor=asker,
            user=user,
            value=value,
            reason="Arbeider med personer som har vernet adresse",
            ends_before=calendar.day(-300),
            today=clock.today(),
            at=at,
        )
    with acting_as(answerer):
        answer_clearance(actor=answerer, clearance=asked, give=True, at=at)
    staff[first] = _actor(user, calendar)


def _actor(user: User, calendar: Calendar) -> Actor:
    found, seats = user_with_seats(user.pk, today=calendar.today)
    actor = actor_of(found, seats) if found else None
    if actor is None:
        raise LookupError(f"no seat for {user.email}")
    return replace(actor, channel=Channel.COMMAND)


def add_absences(staff: dict[str, Actor], calendar: Calendar) -> int:
    """Contact officers work shifts: somebody is away today, and somebody answers."""
    for who, deputy, first, last in AWAY:
        Absence.objects.create(
            user_id=staff[who].user_id,
            deputy_id=staff[deputy].user_id,
            starts_on=calendar.day(first),
            ends_before=calendar.day(last),
        )
    return len(AWAY)
