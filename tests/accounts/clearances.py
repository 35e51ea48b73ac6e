"""A member of the cast cleared for protected people, by two administrators of the controller."""

from __future__ import annotations

import datetime as dt

from hjemvei.accounts.actions.answer_clearance import answer_clearance
from hjemvei.accounts.actions.ask_clearance import ask_clearance
from hjemvei.accounts.actor import Actor, acting_as
from hjemvei.accounts.enums import Role
from hjemvei.accounts.models import Membership, User
from hjemvei.accounts.models_clearance import Clearance
from hjemvei.accounts.queries import actor_of, user_with_seats
from hjemvei.core import clock
from tests.world import DAY, World

YEAR = dt.timedelta(days=300)


def administrators(world: World, unit_id: int) -> tuple[Actor, Actor]:
    """Ask and Embla, of the unit's controller."""
    return _administrator("Ask", unit_id), _administrator("Embla", unit_id)


def _administrator(name: str, unit_id: int) -> Actor:
    email = f"{name.lower()}-{unit_id}@example.test"
    user, is_new = User.objects.get_or_create(
        email=email, defaults={"name": f"{name} Prøve", "password": "!"}
    )
    if is_new:
        Membership.objects.create(user=user, unit_id=unit_id, role=Role.ADMINISTRATOR, starts_on=DAY)
    found, seats = user_with_seats(user.pk, today=clock.today())
    assert found is not None
    actor = actor_of(found, seats)
    assert actor is not None
    return actor


def asked(world: World, who: str, value: int, *, asker: Actor) -> Clearance:
    with acting_as(asker):
        return ask_clearance(
            actor=asker,
            user=User.objects.get(pk=world.actor(who).user_id),
            value=value,
            reason="Har ansvar for skjulte boliger",
            ends_before=clock.today() + YEAR,
            today=clock.today(),
            at=clock.now(),
        )


def clear(world: World, who: str, value: int) -> Clearance:
    asker, answerer = administrators(world, world.actor(who).unit_id)
    clearance = asked(world, who, value, asker=asker)
    with acting_as(answerer):
        answer_clearance(actor=answerer, clearance=clearance, give=True, at=clock.now())
    return clearance
