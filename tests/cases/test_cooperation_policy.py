"""Every role, each relation to the case: who may do what in the cooperation."""

from __future__ import annotations

import pytest

from hjemvei.accounts.actor import Actor, acting_as
from hjemvei.accounts.enums import Role
from hjemvei.cases.policy import cooperation as policy
from hjemvei.core import clock
from hjemvei.sharing.actions.withdraw_consent import withdraw_consent
from hjemvei.sharing.enums import ConsentForm
from hjemvei.sharing.models import Case
from hjemvei.sharing.policy import can_ask_consent, can_withdraw_consent
from tests.cases.cooperation_factories import consent_to, inside, notify
from tests.world import World

PRISON, MUNICIPALITY, STRANGER = "trondheim", "tk-koordinering", "ok-koordinering"
RECORDERS = {
    Role.CONTACT_OFFICER,
    Role.PRISON_SOCIAL_WORKER,
    Role.REINTEGRATION_COORDINATOR,
    Role.PROBATION_OFFICER,
    Role.MUNICIPAL_COORDINATOR,
    Role.SOCIAL_CASEWORKER,
    Role.HOUSING_OFFICER,
    Role.HOUSING_CONSULTANT,
    Role.PERSON,
}
NOTIFIERS = {
    Role.CONTACT_OFFICER,
    Role.PRISON_SOCIAL_WORKER,
    Role.REINTEGRATION_COORDINATOR,
    Role.SYSTEM,
}
NO_CASE_ROLE = {
    Role.COMMITTEE_MEMBER,
    Role.MUNICIPAL_LEADER,
    Role.PRIVACY_OFFICER,
    Role.RIGHTS_OFFICER,
    Role.ADMINISTRATOR,
    Role.API_CLIENT,
}


def as_role(world: World, slug: str, role: Role) -> Actor:
    unit = world.unit(slug)
    return Actor(
        user_id=world.actor("Tor").user_id,
        name="",
        unit_id=unit.pk,
        unit_name=unit.name,
        controller_id=unit.controller_id,
        controller_name="",
        unit_roles={unit.pk: frozenset({role})},
    )


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("state", ["none", "given", "withdrawn"])
def test_who_may_do_what(world: World, role: Role, state: str) -> None:
    case = case_in(world, state)
    inside_actor = as_role(world, PRISON, role)
    assert bool(can_ask_consent(inside_actor, case)) is (role in RECORDERS)
    assert bool(policy.can_send_notice(inside_actor, case)) is (role in NOTIFIERS)
    assert bool(policy.can_send_message(inside_actor, case)) is (
        role not in NO_CASE_ROLE | {Role.PRISON_LEADER, Role.PERSON}
    )
    for slug in (MUNICIPALITY, STRANGER):
        takes_part = slug == MUNICIPALITY and state != "none"
        other = as_role(world, slug, role)
        assert bool(can_ask_consent(other, case)) is (takes_part and role in RECORDERS)
        assert bool(policy.can_delegate(other, case)) is (takes_part and role in policy.DISTRIBUTORS)
    if role in NO_CASE_ROLE:
        with acting_as(inside_actor):
            assert not Case.objects.visible_to(inside_actor).exists()


def case_in(world: World, state: str) -> Case:
    with acting_as(world.actor("Tor")) as tor:
        case = inside(world)
        if state != "none":
            consent = consent_to(world, tor, case, MUNICIPALITY)
            notify(world, tor, case)
            consent.case = case
            assert can_withdraw_consent(tor, consent)
        if state == "withdrawn":
            withdraw_consent(actor=tor, consent=consent, how=ConsentForm.ORAL, at=clock.now())
        case.refresh_from_db()
    return case
