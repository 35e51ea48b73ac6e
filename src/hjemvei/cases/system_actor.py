"""The system, acting for one unit: what nightly runs and jobs act as, with that unit's sight and no more."""

from __future__ import annotations

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import Channel, Purpose, Role
from hjemvei.accounts.models import User, UserKind
from hjemvei.parties.models import Unit

EMAIL = "system@hjemvei.invalid"


def system_user() -> User:
    user, _made = User.objects.get_or_create(
        email=EMAIL, defaults={"name": "Hjemvei", "kind": UserKind.SYSTEM, "password": "!"}
    )
    return user


def system_actor(unit_id: int) -> Actor:
    """Raises Unit.DoesNotExist."""
    unit = Unit.objects.select_related("controller").get(pk=unit_id)
    user = system_user()
    return Actor(
        user_id=user.pk,
        name=user.name,
        unit_id=unit.pk,
        unit_name=unit.name,
        controller_id=unit.controller_id,
        controller_name=unit.controller.name,
        unit_roles={unit.pk: frozenset({Role.SYSTEM})},
        clearance=7,
        purpose=Purpose.REMINDER,
        channel=Channel.JOB,
    )
