"""Eligibility, responsible municipality, phases and dates against tables; unknown never becomes no."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hjemvei.agreements.enums import CustodyStatus
from hjemvei.cases.enums import (
    AbsenceKind,
    Answer,
    MoveAnswer,
    Phase,
    ReleaseCertainty,
    StayEvidence,
    WayOut,
)
from hjemvei.cases.rules.eligibility import Presumption, Stay, eligibility
from hjemvei.cases.rules.release import (
    Absence,
    DateVersion,
    first_known_on,
    gates,
    lead_days,
    needs_renotice,
    phase,
    recomputed_release,
    was_unplanned,
)
from hjemvei.cases.rules.responsibility import Whereabouts, responsible_municipality
from hjemvei.cases.rules.ways_out import CONSEQUENCES, consequence
from tests.golden import Row, day, golden

days = st.dates(min_value=date(2020, 1, 1), max_value=date(2035, 12, 31))
stays = st.builds(
    Stay,
    status=st.none() | st.sampled_from(CustodyStatus),
    admitted_on=st.none() | days,
    expected_release_on=st.none() | days,
    certainty=st.sampled_from(ReleaseCertainty),
    presumption=st.none()
    | st.builds(
        Presumption, long_enough=st.booleans(), presumed_on=st.none() | days, reason=st.text(max_size=5)
    ),
)


def why(row: Row) -> str:
    return row["hvorfor"]


def stay_of(row: Row) -> Stay:
    view = None
    if row["antatt lenge nok"]:
        view = Presumption(
            long_enough=row["antatt lenge nok"] == "ja",
            presumed_on=day(row["antatt dato"]),
            reason=row["antatt grunn"],
        )
    return Stay(
        status=CustodyStatus(row["grunnlag"]) if row["grunnlag"] else None,
        admitted_on=day(row["innsatt"]),
        expected_release_on=day(row["løslates"]),
        certainty=ReleaseCertainty(row["sikkerhet"]),
        presumption=view,
    )


@pytest.mark.parametrize("row", golden("cases", "maalgruppe"), ids=why)
def test_eligibility(row: Row) -> None:
    answer = eligibility(stay_of(row), minimum_months=2, today=date.fromisoformat(row["i dag"]))
    assert (answer.answer, answer.reasons[0].code) == (row["ventet"], row["begrunnelse"])
    assert all("%(" not in reason.say() for reason in answer.reasons)


def test_remand_without_an_estimate_could_end_tomorrow() -> None:
    stay = Stay(status=CustodyStatus.REMAND, admitted_on=date(2026, 11, 2))
    answer = eligibility(stay, minimum_months=2, today=date(2026, 11, 9))
    assert answer.answer is Answer.UNKNOWN
    assert answer.deadlines_run_from == date(2026, 11, 2)
    assert answer.could_be_released_on == date(2026, 11, 10)


def test_remand_that_has_lasted_asks_somebody_to_write_it() -> None:
    stay = Stay(status=CustodyStatus.REMAND, admitted_on=date(2024, 9, 3))
    codes = [reason.code for reason in eligibility(stay, minimum_months=2, today=date(2026, 11, 9)).reasons]
    assert codes == ["remand_not_presumed", "remand_has_lasted"]


def test_the_minimum_is_the_agreements_own() -> None:
    stay = Stay(
        status=CustodyStatus.SENTENCED,
        admitted_on=date(2026, 11, 2),
        expected_release_on=date(2027, 3, 1),
        certainty=ReleaseCertainty.FIXED,
    )
    today = date(2026, 11, 9)
    assert eligibility(stay, minimum_months=4, today=today).answer is Answer.NO
    assert eligibility(stay, minimum_months=3, today=today).answer is Answer.YES


@given(stay=stays, today=days)
def test_forgetting_never_makes_eligibility_no(stay: Stay, today: date) -> None:
    full = eligibility(stay, minimum_months=2, today=today).answer
    for forgotten in (
        replace(stay, status=None),
        replace(stay, admitted_on=None),
        replace(stay, expected_release_on=None),
        replace(stay, certainty=ReleaseCertainty.UNKNOWN),
        replace(stay, presumption=None),
    ):
        answer = eligibility(forgotten, minimum_months=2, today=today).answer
        assert answer is not Answer.NO or full is Answer.NO


@pytest.mark.parametrize("row", golden("cases", "ansvar"), ids=why)
def test_responsible_municipality(row: Row) -> None:
    answer = responsible_municipality(
        Whereabouts(
            active_services=tuple(filter(None, row["aktiv sak"].split("|"))),
            stayed_in=row["opphold"],
            stay_evidence=StayEvidence(row["dokumentasjon"]),
            arrested_in=row["pågrepet"],
            registered_in=row["folkeregistrert"],
            no_fixed_abode=row["uten fast bopel"] == "ja",
            prison_in=row["fengsel i"],
            wished=row["ønsker"],
            move=MoveAnswer(row["svar på flytting"]),
            objects=frozenset(filter(None, row["sier nei"].split("|"))),
        )
    )
    assert (str(answer.rule), answer.before_release) == (row["ventet regel"], row["før løslatelse"])
    assert (answer.state_benefits, answer.on_release) == (row["NAV stat"], row["ved løslatelse"])
    assert answer.owner == row["eier nå"]
    pair = "|".join(answer.disputed_between or ()) or ("alene" if answer.disputed else "")
    assert pair == row["uenige"]
    assert all("%(" not in reason.say() for reason in answer.reasons)


@given(
    active=st.lists(st.sampled_from(["5001", "0301"]), unique=True),
    stayed=st.sampled_from(["", "5001", "5031"]),
    evidence=st.sampled_from(StayEvidence),
    arrested=st.sampled_from(["", "4601"]),
    move=st.sampled_from(MoveAnswer),
    objects=st.frozensets(st.sampled_from(["5001", "5031", "4601"])),
)
def test_a_dispute_never_takes_the_owner_away(
    active: list[str],
    stayed: str,
    evidence: StayEvidence,
    arrested: str,
    move: MoveAnswer,
    objects: frozenset[str],
) -> None:
    facts = Whereabouts(
        active_services=tuple(active),
        stayed_in=stayed,
        stay_evidence=evidence,
        arrested_in=arrested,
        wished="1804",
        move=move,
        prison_in="5001",
    )
    disputed = responsible_municipality(replace(facts, objects=objects))
    assert disputed.owner == responsible_municipality(facts).owner
    assert disputed.owner or not disputed.before_release


@pytest.mark.parametrize("row", golden("cases", "faser"), ids=why)
def test_phase(row: Row) -> None:
    today = date.fromisoformat(row["i dag"])
    found = phase(today=today, expected_on=day(row["forventet"]), released_on=day(row["løslatt"]))
    assert found == row["ventet"]


@given(release=days)
def test_gates_come_in_order(release: date) -> None:
    first_days = [first_day for _, first_day in gates(release)]
    assert first_days == sorted(first_days) and first_days[-1] == release


@given(release=days, today=days, later=days)
def test_phases_before_release_never_go_back(release: date, today: date, later: date) -> None:
    first, second = sorted((today, later))
    order = [Phase.INSIDE, *(name for name, _ in gates(release)), Phase.DATE_PASSED]
    places = [order.index(phase(today=moment, expected_on=release)) for moment in (first, second)]
    assert places == sorted(places)


@pytest.mark.parametrize("row", golden("cases", "nytt_varsel"), ids=why)
def test_renotice(row: Row) -> None:
    today = date.fromisoformat(row["i dag"])
    verdict = needs_renotice(told=day(row["varslet"]), now=day(row["nå"]), today=today, moved_days=7)
    assert (verdict.answer, verdict.reasons[0].code) == (row["ventet"], row["begrunnelse"])
    assert "%(" not in verdict.reasons[0].say()


@pytest.mark.parametrize("row", golden("cases", "kort_varsel"), ids=why)
def test_unplanned(row: Row) -> None:
    verdict = was_unplanned(
        way_out=WayOut(row["vei ut"]),
        out_on=date.fromisoformat(row["ute"]),
        status=CustodyStatus(row["grunnlag"]),
        expected_on=day(row["forventet"]),
        known_on=day(row["kjent siden"]),
        lead=14,
    )
    assert (verdict.answer, verdict.reasons[0].code) == (row["ventet"], row["begrunnelse"])


def absence_of(text: str) -> Absence:
    kind, starts_on, *ends_before = text.split()
    return Absence(
        AbsenceKind(kind),
        date.fromisoformat(starts_on),
        date.fromisoformat(ends_before[0]) if ends_before else None,
    )


@pytest.mark.parametrize("row", golden("cases", "fravaer"), ids=why)
def test_release_is_computed_again_after_absence(row: Row) -> None:
    absences = [absence_of(text) for text in filter(None, row["fravær"].split("|"))]
    answer = recomputed_release(date.fromisoformat(row["løslates"]), absences=absences)
    assert (answer.release_on, answer.days_added) == (day(row["ventet"]), int(row["dager"]))
    assert answer.reasons[0].code == row["begrunnelse"]


def test_lead_time_counts_days() -> None:
    assert lead_days(noticed_on=date(2026, 11, 2), release_on=date(2026, 11, 16)) == 14
    assert lead_days(noticed_on=date(2026, 11, 2), release_on=date(2026, 11, 1)) == -1


def test_a_small_move_gives_a_passed_deadline_no_new_start() -> None:
    first, second = date(2026, 1, 5), date(2026, 11, 2)
    versions = [DateVersion(first, date(2027, 3, 1)), DateVersion(second, date(2027, 2, 25))]
    assert first_known_on(versions, tolerance_days=7) == first
    assert first_known_on(versions, tolerance_days=3) == second
    lost = [*versions, DateVersion(date(2026, 11, 9), None), DateVersion(date(2026, 11, 16), None)]
    assert first_known_on(lost, tolerance_days=7) == date(2026, 11, 9)
    assert first_known_on([], tolerance_days=7) is None


def test_every_way_out_has_its_consequence() -> None:
    assert CONSEQUENCES.keys() == set(WayOut)
    for way_out in WayOut:
        after = consequence(way_out)
        assert after.next_actions and all(text.endswith(".") for text in after.next_actions)
        assert after.case_continues or not after.starts_follow_up
        assert after.closes_custody or not after.starts_follow_up


@given(start=days, length=st.integers(0, 900), today=days)
def test_a_known_stay_is_never_unknown(start: date, length: int, today: date) -> None:
    stay = Stay(
        status=CustodyStatus.SENTENCED,
        admitted_on=start,
        expected_release_on=start + timedelta(days=length),
        certainty=ReleaseCertainty.FIXED,
    )
    assert eligibility(stay, minimum_months=2, today=today).answer is not Answer.UNKNOWN
