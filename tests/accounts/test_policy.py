"""Who may administer whom: every case by name."""

from __future__ import annotations

import pytest

from hjemvei.accounts.enums import Role
from hjemvei.accounts.models import Membership
from hjemvei.accounts.policy import (
    can_administer,
    can_end_seat,
    can_give_role,
    can_make_token,
    can_manage_unit,
    can_register_absence,
    can_reset_factor,
)
from tests.accounts.factories import administrator
from tests.world import STAFF, World

NAMES = [name for name, _role, _units in STAFF]


@pytest.mark.parametrize("name", NAMES)
def test_only_administrators_administer(world: World, name: str) -> None:
    actor = world.actor(name)
    allowed = name == "Anne"
    unit = world.unit("tk-nav")
    assert bool(can_administer(actor)) is allowed
    assert bool(can_manage_unit(actor, unit)) is allowed
    assert bool(can_give_role(actor, unit=unit, role=Role.SOCIAL_CASEWORKER, user_id=None)) is allowed
    assert bool(can_make_token(actor, unit=unit, role=Role.SOCIAL_CASEWORKER)) is allowed
    assert bool(can_reset_factor(actor, user_id=0, is_ours=True, is_elsewhere=False)) is allowed
    assert bool(can_register_absence(actor, user_id=0, is_ours=True)) is allowed
    assert can_register_absence(actor, user_id=actor.user_id, is_ours=True)


@pytest.mark.parametrize("slug", ["trondheim", "bergen", "ok-koordinering", "frivillig"])
def test_never_in_another_controller(world: World, slug: str) -> None:
    anne, unit = world.actor("Anne"), world.unit(slug)
    assert not can_manage_unit(anne, unit)
    assert not can_give_role(anne, unit=unit, role=Role.ADMINISTRATOR, user_id=None)
    assert not can_make_token(anne, unit=unit, role=Role.CONTACT_OFFICER)
    seat = Membership.objects.filter(unit=unit).select_related("unit").first()
    assert seat is None or not can_end_seat(anne, seat)
    assert not can_reset_factor(anne, user_id=0, is_ours=False, is_elsewhere=False)


def test_nobody_changes_their_own_access(world: World) -> None:
    anne, unit = world.actor("Anne"), world.unit("tk-nav")
    assert not can_give_role(anne, unit=unit, role=Role.SOCIAL_CASEWORKER, user_id=anne.user_id)
    assert not can_end_seat(anne, Membership.objects.select_related("unit").get(user_id=anne.user_id))
    assert not can_reset_factor(anne, user_id=anne.user_id, is_ours=True, is_elsewhere=False)


@pytest.mark.parametrize(
    ("slug", "role", "allowed"),
    [
        ("tk-nav", Role.SOCIAL_CASEWORKER, True),
        ("tk-nav", Role.ADMINISTRATOR, True),
        ("tk-nav", Role.CONTACT_OFFICER, False),
        ("tk-nav", Role.SYSTEM, False),
        ("tk-nav", Role.API_CLIENT, False),
        ("trondheim", Role.CONTACT_OFFICER, True),
        ("trondheim", Role.SOCIAL_CASEWORKER, False),
        ("frivillig", Role.VOLUNTARY_PROVIDER, True),
        ("frivillig", Role.HOUSING_OFFICER, False),
    ],
)
def test_roles_belong_to_kinds_of_organisation(world: World, slug: str, role: Role, allowed: bool) -> None:
    actor = administrator(world, slug)
    assert bool(can_give_role(actor, unit=world.unit(slug), role=role, user_id=None)) is allowed
    assert bool(can_make_token(actor, unit=world.unit(slug), role=role)) is (
        allowed and role != Role.ADMINISTRATOR
    )
