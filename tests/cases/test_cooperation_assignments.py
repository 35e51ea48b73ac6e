"""Who has the case: named in the consent, accepted or declined with a reason, never left alone."""

from __future__ import annotations

import pytest

from hjemvei.accounts.actor import acting_as
from hjemvei.accounts.enums import Role
from hjemvei.accounts.models import Membership, User
from hjemvei.cases.actions.accept_assignment import accept_assignment
from hjemvei.cases.actions.assign_contact_officer import assign_contact_officer
from hjemvei.cases.actions.decline_assignment import decline_assignment
from hjemvei.cases.actions.delegate_case import delegate_case
from hjemvei.cases.actions.hand_over_assignments import hand_over_assignments
from hjemvei.cases.actions.take_request import take_request
from hjemvei.cases.models import Assignment, Caseload
from hjemvei.core import clock
from hjemvei.core.errors import NotAllowed, RuleBroken
from hjemvei.sharing.actions.admit_people import Newcomer
from hjemvei.sharing.models import Case
from tests.cases.cooperation_factories import consent_to, inside, notify, raw
from tests.world import DAY, World


def user(world: World, name: str) -> User:
    return User.objects.get(pk=world.actor(name).user_id)


def notified(world: World, *slugs: str) -> Case:
    with acting_as(world.actor("Tor")) as tor:
        case = inside(world)
        consent_to(world, tor, case, "tk-koordinering", *slugs)
        notify(world, tor, case)
    return case


def give(world: World, who: str, case: Case, slug: str, **values: object) -> Assignment:
    return delegate_case(
        actor=world.actor(who),
        case=case,
        to_unit=world.unit(slug),
        role=values.pop("role", Role.HOUSING_OFFICER),  # type: ignore[arg-type]
        today=clock.today(),
        at=clock.now(),
        **values,  # type: ignore[arg-type]
    )


def colleague(world: World, slug: str, role: Role) -> User:
    person = User.objects.create_user("ny@example.test", name="Ny Prøve")
    Membership.objects.create(user=person, unit=world.unit(slug), role=role, starts_on=DAY)
    return person


def test_a_unit_that_the_consent_does_not_name_gets_nothing(world: World) -> None:
    case = notified(world)
    with acting_as(world.actor("Ida")), pytest.raises(RuleBroken) as refused:
        give(world, "Ida", case, "tk-boligkontor")
    assert refused.value.code == "not_named"
    with acting_as(world.actor("Sara")):
        assert raw("SELECT count(*) FROM sharing_case") == [(0,)]
        assert raw("SELECT count(*) FROM cases_assignment") == [(0,)]


def test_delegated_accepted_and_owned_by_one(world: World) -> None:
    case = notified(world, "tk-boligkontor")
    with acting_as(world.actor("Ida")):
        mine = give(world, "Ida", case, "tk-koordinering", to_user=user(world, "Ida"))
        assert mine.state == "accepted"
        offer = give(world, "Ida", case, "tk-boligkontor")
    with acting_as(world.actor("Sara")) as sara:
        accept_assignment(actor=sara, assignment=offer, at=clock.now())
        assert Caseload.objects.visible_to(sara).get(case=case).owner_id == sara.user_id
        with pytest.raises(RuleBroken):
            accept_assignment(actor=sara, assignment=offer, at=clock.now())
    with acting_as(world.actor("Ida")) as ida:
        owners = Assignment.objects.visible_to(ida).filter(case=case, is_owner=True, state="accepted")
        assert [row.to_user_id for row in owners] == [world.actor("Sara").user_id]


def test_who_gives_a_case_on_sees_who_has_it_now(world: World) -> None:
    """Nobody in the own unit has it, and still it is not nobody's; another controller sees its own."""
    case = notified(world, "tk-boligkontor")
    with acting_as(world.actor("Ida")):
        offer = give(world, "Ida", case, "tk-boligkontor")
    with acting_as(world.actor("Sara")) as sara:
        accept_assignment(actor=sara, assignment=offer, at=clock.now())
    with acting_as(world.actor("Ida")) as ida:
        assert Caseload.objects.visible_to(ida).get(case=case).owner_id == world.actor("Sara").user_id
    with acting_as(world.actor("Siv")) as siv:
        assert Caseload.objects.visible_to(siv).get(case=case).owner_id != world.actor("Sara").user_id


def test_a_no_needs_a_reason(world: World) -> None:
    case = notified(world, "tk-boligkontor")
    with acting_as(world.actor("Ida")):
        offer = give(world, "Ida", case, "tk-boligkontor")
    with acting_as(world.actor("Sara")) as sara:
        with pytest.raises(RuleBroken):
            decline_assignment(actor=sara, assignment=offer, reason=" ", at=clock.now())
        done = decline_assignment(actor=sara, assignment=offer, reason="Inhabil", at=clock.now())
    assert (done.state, done.reason) == ("declined", "Inhabil")


def test_only_the_unit_that_was_asked_answers(world: World) -> None:
    case = notified(world, "tk-boligkontor", "tk-nav")
    with acting_as(world.actor("Ida")) as ida:
        offer = give(world, "Ida", case, "tk-boligkontor")
        with pytest.raises(NotAllowed):
            accept_assignment(actor=ida, assignment=offer, at=clock.now())


def test_somebody_outside_the_unit_cannot_get_its_part(world: World) -> None:
    case = notified(world, "tk-boligkontor")
    with acting_as(world.actor("Ida")), pytest.raises(RuleBroken) as refused:
        give(world, "Ida", case, "tk-boligkontor", to_user=user(world, "Odd"))
    assert refused.value.code == "not_member"


def test_the_prison_does_not_see_whom_the_municipality_chose_without_a_yes_back(world: World) -> None:
    case = notified(world, "tk-boligkontor")
    with acting_as(world.actor("Ida")):
        give(world, "Ida", case, "tk-boligkontor")
    with acting_as(world.actor("Tor")):
        assert raw("SELECT count(*) FROM cases_assignment") == [(0,)]


def test_hand_over_some_when_somebody_leaves(world: World) -> None:
    case = notified(world, "tk-boligkontor")
    fresh = colleague(world, "tk-koordinering", Role.MUNICIPAL_COORDINATOR)
    with acting_as(world.actor("Ida")) as ida:
        mine = give(world, "Ida", case, "tk-koordinering", to_user=user(world, "Ida"))
        for to_user, reason, code in [(user(world, "Sara"), "Ferie", "not_member"), (fresh, "", "no_reason")]:
            with pytest.raises(RuleBroken) as refused:
                hand_over_assignments(
                    actor=ida,
                    keys=[mine.key],
                    to_user=to_user,
                    reason=reason,
                    today=clock.today(),
                    at=clock.now(),
                )
            assert refused.value.code == code
        count = hand_over_assignments(
            actor=ida, keys=[mine.key], to_user=fresh, reason="Slutter", today=clock.today(), at=clock.now()
        )
        live = Assignment.objects.visible_to(ida).get(case=case, state="accepted")
    assert (count, live.to_user_id, live.is_owner) == (1, fresh.pk, True)


def test_everybody_inside_gets_a_contact_officer(world: World) -> None:
    with acting_as(world.actor("Leif")) as leif:
        case = world.case("Klok Lyng")
        with pytest.raises(RuleBroken):
            assign_contact_officer(
                actor=leif, case=case, to_user=user(world, "Liv"), today=clock.today(), at=clock.now()
            )
        assign_contact_officer(
            actor=leif, case=case, to_user=user(world, "Tor"), today=clock.today(), at=clock.now()
        )
        assert Caseload.objects.visible_to(leif).get(case=case).owner_id == world.actor("Tor").user_id
    with acting_as(world.actor("Berit")):
        assert raw("SELECT count(*) FROM cases_assignment") == [(0,)]


def test_own_request_is_the_municipalitys_own_case(world: World) -> None:
    with acting_as(world.actor("Ida")) as ida:
        case = take_request(
            actor=ida, newcomer=Newcomer(family_name="Lyng", given_name="Klok"), at=clock.now()
        )
        with pytest.raises(RuleBroken):
            give(world, "Ida", case, "tk-boligkontor")
        consent_to(world, ida, case, "tk-boligkontor", giver="tk-koordinering")
        assert give(world, "Ida", case, "tk-boligkontor").state == "offered"
    with acting_as(world.actor("Tor")) as tor:
        assert not Case.objects.visible_to(tor).filter(pk=case.pk).exists()
        with pytest.raises(NotAllowed):
            take_request(actor=tor, newcomer=Newcomer(family_name="X", given_name="Y"), at=clock.now())
