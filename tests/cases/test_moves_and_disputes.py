"""Whose duty it is: a dispute with both grounds, the wish to move, and each change of hands."""

from __future__ import annotations

import datetime as dt

import pytest

from hjemvei.accounts.actor import acting_as
from hjemvei.accounts.enums import InfoClass, Role
from hjemvei.cases.actions.accept_assignment import accept_assignment
from hjemvei.cases.actions.accept_move import accept_move
from hjemvei.cases.actions.accept_responsibility import accept_responsibility
from hjemvei.cases.actions.decide_move import decide_move
from hjemvei.cases.actions.decide_responsibility import decide_responsibility
from hjemvei.cases.actions.delegate_case import delegate_case
from hjemvei.cases.actions.ground_dispute import ground_dispute
from hjemvei.cases.actions.invite_move import invite_move
from hjemvei.cases.actions.propose_responsibility import propose_responsibility
from hjemvei.cases.actions.raise_dispute import raise_dispute
from hjemvei.cases.actions.refuse_move import refuse_move
from hjemvei.cases.actions.wish_move import wish_move
from hjemvei.cases.actions.withdraw_move import withdraw_move
from hjemvei.cases.enums import MoveRefusal, MoveView, StayEvidence
from hjemvei.cases.models import Hand, MoveWish, Responsibility, Task
from hjemvei.cases.panels import DUTY
from hjemvei.cases.queries.cooperation import responsibility_in_force
from hjemvei.cases.queries.duty import DutyView
from hjemvei.cases.queries.hands import counts_of, handed_often
from hjemvei.cases.rules.disputes import NextStep
from hjemvei.cases.rules.responsibility import Whereabouts
from hjemvei.core import clock
from hjemvei.core.errors import NotAllowed, RuleBroken
from hjemvei.parties.models import Municipality
from hjemvei.sharing.actions.withdraw_consent import withdraw_consent
from hjemvei.sharing.enums import ConsentForm
from hjemvei.sharing.models import Case, Consent
from hjemvei.sharing.panels import read_panel
from tests.cases.cooperation_factories import consent_to, inside, notify, raw
from tests.world import World

STAYED = Whereabouts(stayed_in="5001", stay_evidence=StayEvidence.DOCUMENTED)
FORTNIGHT = dt.timedelta(days=14)
SEEN = "SELECT count(*) FROM cases_movewish"


def oslo() -> Municipality:
    return Municipality.objects.get(pk="0301")


def answered(world: World, *slugs: str) -> tuple[Case, Consent]:
    """Trondheim answers for somebody inside; the consent names `slugs` too."""
    with acting_as(world.actor("Tor")) as tor:
        case = inside(world)
        row = propose_responsibility(actor=tor, case=case, facts=STAYED, at=clock.now())
        consent = consent_to(world, tor, case, "tk-koordinering", *slugs)
        notify(world, tor, case)
    with acting_as(world.actor("Ida")) as ida:
        accept_responsibility(actor=ida, responsibility=row, at=clock.now())
    return case, consent


def wished(world: World, case: Case) -> MoveWish:
    with acting_as(world.actor("Tor")) as tor:
        case.refresh_from_db()
        return wish_move(
            actor=tor, case=case, to_municipality=oslo(), why="Bort fra miljøet",
            wished_on=clock.today(), today=clock.today(), at=clock.now(),
        )  # fmt: skip


def invited(world: World, case: Case, wish: MoveWish) -> MoveWish:
    with acting_as(world.actor("Tor")) as tor:
        return invite_move(
            actor=tor, wish=wish, to_unit=world.unit("ok-koordinering"), today=clock.today(), at=clock.now()
        )


def duty_as(world: World, name: str, case: Case) -> DutyView:
    with acting_as(world.actor(name)) as actor:
        found = Case.objects.visible_to(actor).get(pk=case.pk)
        duty: DutyView = read_panel(DUTY, actor, found, today=clock.today())["duty"]
        return duty


def test_the_original_municipality_decides_early_and_answers_until_the_new_one_says_yes(world: World) -> None:
    case, _consent = answered(world, "ok-koordinering")
    wish = wished(world, case)
    assert wish.decide_by == clock.today() + FORTNIGHT
    assert wished(world, case).pk == wish.pk
    with acting_as(world.actor("Tor")) as tor, pytest.raises(NotAllowed):
        decide_move(actor=tor, wish=wish, view=MoveView.SUPPORTS, reason="Ja", at=clock.now())
    with acting_as(world.actor("Ida")) as ida:
        asked = Task.objects.visible_to(ida).get(case=case, code="move_decision")
        assert asked.to_unit == world.unit("tk-koordinering")
        decide_move(actor=ida, wish=wish, view=MoveView.SUPPORTS, reason="Har søsken der", at=clock.now())
        asked.refresh_from_db()
        assert asked.done_at is not None
    invited(world, case, wish)
    with acting_as(world.actor("Oda")) as oda:
        row = MoveWish.objects.visible_to(oda).get(pk=wish.pk)
        assert responsibility_in_force(oda, case).municipality_id == "5001"  # type: ignore[union-attr]
        accept_move(actor=oda, wish=row, at=clock.now())
    for name in ("Tor", "Oda", "Ida"):
        with acting_as(world.actor(name)) as actor:
            answers = responsibility_in_force(actor, case)
            assert answers is not None
            assert (answers.municipality_id, answers.state, answers.rule) == ("0301", "accepted", 7)
            assert "Oslo kommune" in answers.reason
    with acting_as(world.actor("Tor")) as tor:
        assert counts_of(tor, [case.pk]) == {case.pk: 0}
        assert raw("SELECT count(*) FROM cases_responsibility WHERE superseded_at IS NULL") == [(1,)]


def test_nothing_goes_out_without_consent_and_the_prison_never_answers(world: World) -> None:
    case, _consent = answered(world)
    wish = wished(world, case)
    with acting_as(world.actor("Tor")) as tor:
        with pytest.raises(RuleBroken) as refused:
            invite_move(
                actor=tor, wish=wish, to_unit=world.unit("ok-koordinering"), today=clock.today(),
                at=clock.now(),
            )  # fmt: skip
        assert refused.value.code == "no_consent"
        with pytest.raises(NotAllowed):
            accept_move(actor=tor, wish=wish, at=clock.now())
    with acting_as(world.actor("Oda")):
        assert raw(SEEN) == [(0,)]


def test_who_is_only_invited_sees_the_invitations_classes_whatever_the_consent_names(world: World) -> None:
    case, _consent = answered(world, "ok-koordinering")
    invited(world, case, wished(world, case))
    keys = f"""SELECT DISTINCT k %% 16 FROM sharing_grant g, unnest(g.keys) k WHERE g.ends_at > now()
               AND g.case_id = {case.pk} AND g.unit_id = {world.unit("ok-koordinering").pk} ORDER BY 1"""
    told = [(InfoClass.IDENTITY.value,), (InfoClass.COORDINATION.value,)]
    with acting_as(world.actor("Oda")):
        assert raw(keys) == told
        assert raw("SELECT count(*) FROM cases_releasedate") == [(0,)]
    with acting_as(world.actor("Tor")) as tor:
        notify(world, tor, Case.objects.get(pk=case.pk), "ok-koordinering")
    with acting_as(world.actor("Oda")) as oda:
        assert raw(keys) == told
        accept_move(actor=oda, wish=MoveWish.objects.visible_to(oda).get(case=case), at=clock.now())
        assert len(raw(keys)) > 2
        assert raw("SELECT count(*) FROM cases_releasedate")[0] != (0,)


def test_a_no_has_a_reason_and_leaves_the_original_responsible_and_the_other_without_a_trace(
    world: World,
) -> None:
    case, _consent = answered(world, "ok-koordinering")
    wish = invited(world, case, wished(world, case))
    with acting_as(world.actor("Oda")) as oda:
        with pytest.raises(RuleBroken):
            refuse_move(actor=oda, wish=wish, refusal=MoveRefusal.NO_HOME_NOW, reason=" ", at=clock.now())
        refuse_move(actor=oda, wish=wish, refusal=MoveRefusal.NO_HOME_NOW, reason="Kø", at=clock.now())
        assert raw("SELECT count(*) FROM sharing_case WHERE id = %s", case.pk) == [(0,)]
        for table in ("cases_movewish", "cases_task", "cases_event", "cases_caseload"):
            assert raw(f"SELECT count(*) FROM {table} WHERE case_id = %s", case.pk) == [(0,)], table
    seen = duty_as(world, "Ida", case).moves[0]
    assert (seen.state, seen.origin, seen.refusal_reason) == ("refused", "Trondheim", "Kø")
    with acting_as(world.actor("Ida")) as ida:
        assert responsibility_in_force(ida, case).municipality_id == "5001"  # type: ignore[union-attr]
    with acting_as(world.actor("Tor")):
        assert raw("SELECT code FROM cases_event WHERE code LIKE 'move_%%' ORDER BY id DESC LIMIT 1") == [
            ("move_refused",)
        ]


def test_the_person_takes_the_wish_or_the_consent_back(world: World) -> None:
    case, consent = answered(world, "ok-koordinering")
    wish = invited(world, case, wished(world, case))
    with acting_as(world.actor("Tor")) as tor:
        withdraw_consent(actor=tor, consent=consent, how=ConsentForm.ORAL, at=clock.now())
        wish.refresh_from_db()
        assert (wish.state, wish.to_unit_id) == ("wished", None)
    with acting_as(world.actor("Oda")):
        assert raw(SEEN) == [(0,)]
    with acting_as(world.actor("Tor")) as tor:
        consent_to(world, tor, Case.objects.get(pk=case.pk), "ok-koordinering")
    invited(world, case, wish)
    with acting_as(world.actor("Tor")) as tor:
        withdraw_move(actor=tor, wish=wish, at=clock.now())
        left = Task.objects.visible_to(tor).filter(case=case, code__startswith="move_", lapsed_at=None)
        assert not left.filter(done_at=None).exists()
    with acting_as(world.actor("Oda")):
        assert raw(SEEN) == [(0,)]
        assert raw("SELECT count(*) FROM sharing_case WHERE id = %s", case.pk) == [(0,)]


def test_in_a_dispute_both_say_why_and_help_and_tasks_go_on(world: World) -> None:
    case, _consent = answered(world, "ok-koordinering", "tk-nav")
    today, at = clock.today(), clock.now()
    with acting_as(world.actor("Tor")) as tor:
        notify(world, tor, Case.objects.get(pk=case.pk), "ok-koordinering")
    with acting_as(world.actor("Ida")) as ida:
        held = Case.objects.get(pk=case.pk)
        given = delegate_case(
            actor=ida,
            case=held,
            to_unit=world.unit("tk-nav"),
            role=Role.SOCIAL_CASEWORKER,
            today=today,
            at=at,
        )
        owned = "SELECT count(*) FROM cases_task WHERE lapsed_at IS NULL AND code NOT LIKE 'dispute%%'"
        before = raw(owned)
        row = responsibility_in_force(ida, held)
        assert row is not None
        raise_dispute(actor=ida, responsibility=row, reason="Bodde i Oslo", second=oslo(), today=today, at=at)
        assert raw(owned) == before
    red = duty_as(world, "Ida", case).dispute
    assert red is not None
    assert (red.first, red.second, red.helper, red.tone) == ("Trondheim", "Oslo", "", "danger")
    assert (red.governor_by, red.step) == (today + FORTNIGHT, NextStep.SECOND_ANSWERS)
    with acting_as(world.actor("Nils")) as nils:
        accept_assignment(actor=nils, assignment=given, at=at)
    with acting_as(world.actor("Oda")) as oda:
        assert Task.objects.visible_to(oda).get(case=case, code="dispute_ground").due_on == today + FORTNIGHT
        with pytest.raises(NotAllowed):
            raise_dispute(actor=oda, responsibility=row, reason="Nei", second=None, today=today, at=at)
        ground_dispute(actor=oda, responsibility=row, reason="Bare på besøk her", at=at)
    amber = duty_as(world, "Oda", case).dispute
    assert amber is not None
    assert (amber.first_ground, amber.second_ground) == ("Bodde i Oslo", "Bare på besøk her")
    amber = duty_as(world, "Tor", case).dispute
    assert amber is not None and amber.step is NextStep.AGREE
    with acting_as(world.actor("Ida")) as ida:
        decide_responsibility(
            actor=ida, responsibility=row, municipality=oslo(), answer="Oppholdet var der", at=at
        )
    said = duty_as(world, "Ida", case)
    assert said.dispute is None and said.governor is not None
    assert (said.governor.municipality, said.governor.decision) == ("Oslo", "Oppholdet var der")
    with acting_as(world.actor("Tor")) as tor:
        decided = Responsibility.objects.visible_to(tor).get(pk=row.pk)
        assert (decided.to_unit, decided.answer) == (world.unit("ok-koordinering"), "Bare på besøk her")
        assert decided.second_answer == "Bodde i Oslo"


def test_the_second_municipality_may_simply_say_yes(world: World) -> None:
    case, _consent = answered(world, "ok-koordinering")
    with acting_as(world.actor("Tor")) as tor:
        notify(world, tor, Case.objects.get(pk=case.pk), "ok-koordinering")
    with acting_as(world.actor("Ida")) as ida:
        row = responsibility_in_force(ida, case)
        assert row is not None
        raise_dispute(
            actor=ida, responsibility=row, reason="Oslo", second=oslo(), today=clock.today(), at=clock.now()
        )
    with acting_as(world.actor("Oda")) as oda:
        done = accept_responsibility(actor=oda, responsibility=row, at=clock.now())
        assert (done.municipality_id, done.state) == ("0301", "accepted")
        assert not Task.objects.visible_to(oda).filter(code="dispute_ground", lapsed_at=None).exists()


def test_from_the_third_change_of_hands_the_coordinator_is_asked_to_gather_everybody(world: World) -> None:
    case, _consent = answered(world, "tk-nav", "tk-boligkontor")
    today = clock.today()
    turns = [("Nils", "tk-nav"), ("Sara", "tk-boligkontor"), ("Nils", "tk-nav"), ("Sara", "tk-boligkontor")]
    for n, (name, slug) in enumerate(turns):
        at = clock.now() + dt.timedelta(days=n)
        with acting_as(world.actor("Ida")) as ida:
            held = Case.objects.get(pk=case.pk)
            role = Role.SOCIAL_CASEWORKER if name == "Nils" else Role.HOUSING_OFFICER
            part = delegate_case(
                actor=ida, case=held, to_unit=world.unit(slug), role=role, today=today, at=at
            )
            assert counts_of(ida, [case.pk]).get(case.pk, 0) == max(0, n - 1)
        with acting_as(world.actor(name)) as actor:
            accept_assignment(actor=actor, assignment=part, at=at)
    with acting_as(world.actor("Ida")) as ida:
        assert handed_often(ida) == {case.pk: 3}
        asked = Task.objects.visible_to(ida).get(case=case, code="hands_gather")
        assert asked.to_unit == world.unit("tk-koordinering")
        assert Hand.objects.visible_to(ida).filter(case=case).count() == 5
    view = duty_as(world, "Ida", case).hands
    assert (view.count, view.warns, len(view.holders)) == (3, True, 4)
    assert view.holders[-1] == "Trondheim kommune, boligkontoret"
    with acting_as(world.actor("Oda")) as oda:
        assert handed_often(oda) == {}
