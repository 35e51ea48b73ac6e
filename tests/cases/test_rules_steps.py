"""What is to be done in a case, against a table and against what must always hold."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hjemvei.agreements.defaults import CASE_DEADLINES
from hjemvei.agreements.enums import CustodyStatus, EventCode
from hjemvei.cases.enums import StepState, WayOut
from hjemvei.cases.rules.steps import CaseFacts, Exemption, Step, actionable, next_steps
from tests.golden import Row, day, golden

CODES = [rule.code for rule in CASE_DEADLINES]
days = st.dates(min_value=date(2024, 1, 1), max_value=date(2030, 12, 31))
cases = st.builds(
    CaseFacts,
    status=st.sampled_from(CustodyStatus),
    admitted_on=st.none() | days,
    moved_on=st.none() | days,
    taken_in_on=st.none() | days,
    birth_date=st.none() | st.dates(min_value=date(1960, 1, 1), max_value=date(2008, 12, 31)),
    consent_on=st.none() | days,
    consent_ended_on=st.none() | days,
    expected_release_on=st.none() | days,
    release_known_on=st.none() | days,
    way_out=st.none() | st.sampled_from(WayOut),
    out_on=st.none() | days,
    unplanned=st.booleans(),
    events=st.dictionaries(st.sampled_from([EventCode.NOTICE_SENT, EventCode.DISPUTE_RAISED]), days),
    done=st.dictionaries(st.sampled_from(CODES), days, max_size=4),
)


def facts_of(row: Row) -> CaseFacts:
    exempted_on, done_on = day(row["fritatt"]), day(row["gjort"])
    return CaseFacts(
        status=CustodyStatus(row["grunnlag"]),
        birth_date=day(row["født"]),
        admitted_on=day(row["innsatt"]),
        moved_on=day(row["flyttet"]),
        consent_on=day(row["samtykke"]),
        consent_ended_on=day(row["trukket"]),
        expected_release_on=day(row["løslates"]),
        release_known_on=day(row["innsatt"]) if row["løslates"] else None,
        way_out=WayOut(row["vei ut"]) if row["vei ut"] else None,
        out_on=day(row["ute"]),
        unplanned=row["kort varsel"] == "ja",
        done={row["oppgave"]: done_on} if done_on else {},
        exemptions={row["oppgave"]: Exemption(exempted_on, "avklart")} if exempted_on else {},
    )


def steps_of(facts: CaseFacts, today: date) -> dict[str, Step]:
    return {step.code: step for step in next_steps(facts, rules=CASE_DEADLINES, today=today)}


@pytest.mark.parametrize(
    "row", golden("cases", "oppgaver"), ids=lambda row: f"{row['oppgave']}: {row['hvorfor']}"
)
def test_step(row: Row) -> None:
    step = steps_of(facts_of(row), date.fromisoformat(row["i dag"])).get(row["oppgave"])
    if row["tilstand"] == "ingen":
        assert step is None
        return
    assert step is not None
    assert (step.state, step.due_on) == (row["tilstand"], day(row["frist"]))
    assert step.overdue_from == day(row["over frist fra"])
    assert step.can_exempt == (row["kan fritas"] == "ja")


@pytest.mark.parametrize(
    "row", golden("cases", "foerste_rulle"), ids=lambda row: f"{row['oppgave']}: {row['hvorfor']}"
)
def test_who_was_here_before_the_rolls_has_no_old_deadlines(row: Row) -> None:
    facts = CaseFacts(
        status=CustodyStatus.SENTENCED,
        admitted_on=day(row["innsatt"]),
        taken_in_on=day(row["kommet inn"]),
        moved_on=day(row["flyttet"]),
    )
    assert steps_of(facts, date(2026, 11, 16))[row["oppgave"]].due_on == day(row["frist"])


def test_overdue_comes_first_and_closed_last() -> None:
    facts = CaseFacts(
        status=CustodyStatus.SENTENCED,
        admitted_on=date(2026, 11, 2),
        expected_release_on=date(2027, 11, 2),
        done={"contact_officer": date(2026, 11, 2)},
    )
    steps = next_steps(facts, rules=CASE_DEADLINES, today=date(2026, 11, 12))
    states = [step.state for step in steps]
    assert states == sorted(states, key=list(StepState).index)
    assert (states[0], states[-1]) == (StepState.OVERDUE, StepState.DONE)
    assert {step.state for step in actionable(steps)} == {StepState.OVERDUE, StepState.OPEN}


def test_remand_that_ended_today_has_something_to_do_at_once() -> None:
    facts = CaseFacts(
        status=CustodyStatus.REMAND,
        admitted_on=date(2026, 11, 2),
        consent_on=date(2026, 11, 5),
        way_out=WayOut.RELEASE,
        out_on=date(2026, 11, 14),
        unplanned=True,
    )
    today = date(2026, 11, 14)
    due_today = {step.code for step in steps_of(facts, today).values() if step.due_on == today}
    assert {"unplanned_tell", "unplanned_pack", "unplanned_first_night"} <= due_today


@given(facts=cases, today=days, code=st.sampled_from(CODES), exempted_on=days)
def test_an_exemption_never_takes_an_overdue_date_away(
    facts: CaseFacts, today: date, code: str, exempted_on: date
) -> None:
    before = steps_of(facts, today).get(code)
    exempt = replace(facts, exemptions={code: Exemption(max(exempted_on, today), "grunn")})
    after = steps_of(exempt, today).get(code)
    if before is not None and before.overdue_from is not None:
        assert after is not None and after.overdue_from == before.overdue_from


@given(facts=cases, today=days, later=st.integers(0, 400))
def test_what_was_overdue_stays_overdue(facts: CaseFacts, today: date, later: int) -> None:
    kept = replace(facts, consent_ended_on=None)
    first, second = steps_of(kept, today), steps_of(kept, today + timedelta(days=later))
    for code, step in first.items():
        if step.overdue_from is not None and step.closed_on is None:
            assert second[code].overdue_from == step.overdue_from


@given(facts=cases, today=days)
def test_without_consent_the_municipality_has_nothing_to_do_inside(facts: CaseFacts, today: date) -> None:
    silent = replace(facts, consent_on=None, done={}, events={})
    parties = {step.party for step in next_steps(silent, rules=CASE_DEADLINES, today=today)}
    assert "municipality" not in parties


@given(facts=cases, today=days)
def test_no_step_opens_after_it_is_due(facts: CaseFacts, today: date) -> None:
    for step in next_steps(facts, rules=CASE_DEADLINES, today=today):
        assert step.opens_on <= step.due_on
        assert step.overdue_from is None or step.overdue_from == step.due_on + timedelta(days=1)
