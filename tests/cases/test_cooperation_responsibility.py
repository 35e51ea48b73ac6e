"""Which municipality answers: proposal, yes, no with both named, county governor; the work never waits."""

from __future__ import annotations

import pytest

from hjemvei.accounts.actor import acting_as
from hjemvei.accounts.enums import Role
from hjemvei.cases.actions.accept_responsibility import accept_responsibility
from hjemvei.cases.actions.ask_governor import ask_governor
from hjemvei.cases.actions.decide_responsibility import decide_responsibility
from hjemvei.cases.actions.delegate_case import delegate_case
from hjemvei.cases.actions.propose_responsibility import propose_responsibility
from hjemvei.cases.actions.raise_dispute import raise_dispute
from hjemvei.cases.enums import StayEvidence
from hjemvei.cases.models import Responsibility
from hjemvei.cases.rules.responsibility import Whereabouts
from hjemvei.core import clock
from hjemvei.core.errors import NotAllowed, RuleBroken
from hjemvei.parties.models import Municipality
from hjemvei.sharing.models import Case
from tests.cases.cooperation_factories import consent_to, inside, notify, raw
from tests.world import World

STAYED = Whereabouts(stayed_in="5001", stay_evidence=StayEvidence.DOCUMENTED)


def proposed(world: World, *slugs: str) -> tuple[Case, Responsibility]:
    """Proposed before the municipality was let in; the notice carries it over."""
    with acting_as(world.actor("Tor")) as tor:
        case = inside(world)
        row = propose_responsibility(actor=tor, case=case, facts=STAYED, at=clock.now())
        assert row.to_unit_id is None
        consent_to(world, tor, case, "tk-koordinering", *slugs)
        notify(world, tor, case)
    return case, row


def test_nothing_known_is_a_question_not_a_guess(world: World) -> None:
    with acting_as(world.actor("Tor")) as tor:
        case = inside(world)
        with pytest.raises(RuleBroken) as refused:
            propose_responsibility(actor=tor, case=case, facts=Whereabouts(), at=clock.now())
    assert "Spør hvor personen sov sist" in refused.value.message


def test_the_proposal_has_its_reasons_and_the_municipality_says_yes(world: World) -> None:
    _case, row = proposed(world)
    with acting_as(world.actor("Tor")) as tor, pytest.raises(NotAllowed):
        accept_responsibility(actor=tor, responsibility=row, at=clock.now())
    with acting_as(world.actor("Ida")) as ida:
        done = accept_responsibility(actor=ida, responsibility=row, answer="Ja", at=clock.now())
        assert (done.state, done.rule) == ("accepted", 2)
        assert "Trondheim kommune" in done.reason


def test_a_new_proposal_follows_the_earlier_one(world: World) -> None:
    with acting_as(world.actor("Tor")) as tor:
        case = inside(world)
        first = propose_responsibility(actor=tor, case=case, facts=STAYED, at=clock.now())
        second = propose_responsibility(
            actor=tor, case=case, facts=Whereabouts(arrested_in="0301"), at=clock.now()
        )
        first.refresh_from_db()
    assert first.superseded_at is not None
    assert (second.municipality_id, second.rule) == ("0301", 3)


def test_a_second_municipality_is_named_only_with_consent(world: World) -> None:
    _case, row = proposed(world)
    oslo = Municipality.objects.get(pk="0301")
    with acting_as(world.actor("Ida")) as ida, pytest.raises(RuleBroken) as refused:
        raise_dispute(
            actor=ida,
            responsibility=row,
            reason="Bodde i Oslo",
            second=oslo,
            today=clock.today(),
            at=clock.now(),
        )
    assert refused.value.code == "second_needs_consent"
    with acting_as(world.actor("Ida")) as ida:
        alone = raise_dispute(
            actor=ida,
            responsibility=row,
            reason="Ikke vår",
            second=None,
            today=clock.today(),
            at=clock.now(),
        )
    assert (alone.state, alone.second_municipality_id) == ("disputed", None)


def test_a_dispute_never_stops_the_work(world: World) -> None:
    case, row = proposed(world, "ok-koordinering", "tk-boligkontor")
    oslo = Municipality.objects.get(pk="0301")
    today, at = clock.today(), clock.now()
    with acting_as(world.actor("Ida")) as ida:
        raise_dispute(actor=ida, responsibility=row, reason="Bodde i Oslo", second=oslo, today=today, at=at)
        given = delegate_case(
            actor=ida,
            case=case,
            to_unit=world.unit("tk-boligkontor"),
            role=Role.HOUSING_OFFICER,
            today=today,
            at=at,
        )
        assert given.state == "offered"
        ask_governor(actor=ida, responsibility=row, asked_on=today, today=today, at=at)
        bergen = Municipality.objects.get(pk="4601")
        with pytest.raises(RuleBroken):
            decide_responsibility(actor=ida, responsibility=row, municipality=bergen, answer="", at=at)
        decided = decide_responsibility(
            actor=ida, responsibility=row, municipality=oslo, answer="Oslo", at=at
        )
    assert (decided.state, decided.municipality_id) == ("decided", "0301")
    with acting_as(world.actor("Oda")):
        assert raw("SELECT count(*) FROM cases_responsibility") == [(0,)]
