"""Emergency access in tests: a privacy officer of the prisons, and a case opened by Liv of Leira."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from hjemvei.accounts.actor import Actor, acting_as
from hjemvei.accounts.emergency import Emergency, with_emergency
from hjemvei.accounts.enums import Role
from hjemvei.accounts.models import Membership, User
from hjemvei.audit import reads
from hjemvei.core import clock
from hjemvei.sharing.actions.break_glass import break_glass
from hjemvei.sharing.enums import EmergencyCategory
from hjemvei.sharing.models import BreakGlass
from tests.world import DAY, World

REASON = "Personen står utenfor og har ingen steder å gå i natt."


def add_officer(world: World, *, unit: str = "bergen", name: str = "Pia") -> Actor:
    """A privacy officer of the controller that the unit belongs to."""
    at = world.unit(unit)
    user = User.objects.create_user(f"{name.lower()}@example.test", name=f"{name} Prøve")
    Membership.objects.create(user=user, unit=at, role=Role.PRIVACY_OFFICER, starts_on=DAY)
    return Actor(
        user_id=user.pk,
        name=user.name,
        unit_id=at.pk,
        unit_name=at.name,
        controller_id=at.controller_id,
        controller_name="",
        unit_roles={at.pk: frozenset({Role.PRIVACY_OFFICER})},
    )


def opened(world: World, key: str, name: str = "Liv", *, at: dt.datetime | None = None) -> BreakGlass:
    with acting_as(world.actor(name)) as actor, reads.recording(actor, page="test"):
        return break_glass(
            actor=actor,
            key=key,
            category=EmergencyCategory.HOMELESS,
            reason=REASON,
            at=at or clock.now(),
        )


def in_emergency(world: World, opening: BreakGlass, name: str = "Liv") -> Actor:
    emergency = Emergency(opening.key, "", opening.unit_id, opening.ends_at)
    return with_emergency(replace(world.actor(name)), emergency)
