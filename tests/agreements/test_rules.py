"""Working days, months and deadlines against tables that a caseworker can check, and properties."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hjemvei.agreements.calendar import NORWAY, WorkCalendar, add_months, full_months_between
from hjemvei.agreements.defaults import (
    AGREEMENT_DEADLINES,
    CASE_DEADLINES,
    DEFAULT_PARAMETERS,
    Parameters,
    parameter_changes,
)
from hjemvei.agreements.enums import EventCode, OffsetUnit
from hjemvei.agreements.rules import AGREED_CLAUSE, Offset, configured, due_date, opening_date, strictest
from tests.golden import Row, golden

RULES = {rule.code: rule for rule in (*CASE_DEADLINES, *AGREEMENT_DEADLINES)}
days = st.dates(min_value=date(1990, 1, 1), max_value=date(2090, 12, 31))
rules = st.sampled_from([*CASE_DEADLINES, *AGREEMENT_DEADLINES])


@pytest.mark.parametrize("row", golden("agreements", "arbeidsdager"), ids=lambda row: row["hvorfor"])
def test_working_days(row: Row) -> None:
    answer = NORWAY.add_working_days(day=date.fromisoformat(row["fra"]), count=int(row["virkedager"]))
    assert answer == date.fromisoformat(row["ventet"])


@pytest.mark.parametrize("row", golden("agreements", "maneder"), ids=lambda row: row["hvorfor"])
def test_full_months(row: Row) -> None:
    period = {"starts_on": date.fromisoformat(row["fra"]), "ends_before": date.fromisoformat(row["til"])}
    assert full_months_between(**period) == int(row["hele måneder"])


@pytest.mark.parametrize(
    "row", golden("agreements", "frister"), ids=lambda row: f"{row['regel']}, {row['hvorfor']}"
)
def test_deadline(row: Row) -> None:
    events = {EventCode(row["regnes fra"]): date.fromisoformat(row["dato"])}
    assert due_date(RULES[row["regel"]], events) == date.fromisoformat(row["ventet frist"])


def test_every_default_deadline_has_a_golden_row() -> None:
    untested = RULES.keys() - {row["regel"] for row in golden("agreements", "frister")}
    assert untested == {"follow_up_week_2", "follow_up_week_3"}


def test_codes_are_unique_and_every_rule_names_its_clause() -> None:
    assert len(RULES) == len(CASE_DEADLINES) + len(AGREEMENT_DEADLINES)
    assert all(rule.clause.endswith(".") and rule.source and rule.title for rule in RULES.values())


def test_a_gate_already_passed_is_due_at_once() -> None:
    events = {
        EventCode.CONSENT: date(2026, 11, 2),
        EventCode.EXPECTED_RELEASE: date(2027, 1, 15),
        EventCode.RELEASE_DATE_KNOWN: date(2026, 11, 6),
    }
    assert due_date(RULES["housing_application"], events) == date(2026, 11, 9)


def test_at_once_is_never_after_the_release_itself() -> None:
    events = {
        EventCode.EXPECTED_RELEASE: date(2026, 11, 7),
        EventCode.RELEASE_DATE_KNOWN: date(2026, 11, 6),
    }
    assert due_date(RULES["readiness_3"], events) == date(2026, 11, 7)


def test_without_a_release_date_the_deadline_runs_from_admission() -> None:
    events = {EventCode.ADMISSION: date(2026, 11, 2)}
    assert due_date(RULES["homeless_gate"], events) == date(2026, 11, 16)
    assert opening_date(RULES["homeless_gate"], events) == date(2026, 11, 2)


def test_nothing_known_gives_no_deadline() -> None:
    assert all(due_date(rule, {}) is None and opening_date(rule, {}) is None for rule in RULES.values())


def test_the_strictest_agreement_wins_and_is_named() -> None:
    own = RULES["first_notice"]
    sooner = replace(own, due=replace(own.due, offset=Offset(1, OffsetUnit.WEEKS)))
    events = {EventCode.CONSENT: date(2026, 11, 2)}
    answer = strictest([("Trondheim", own), ("Malvik", sooner), ("Stjørdal", sooner)], events)
    assert answer is not None
    assert (answer.due_on, answer.agreement) == (date(2026, 11, 9), "Malvik")
    assert answer.shared_by == ("Malvik", "Stjørdal")
    assert strictest([("Trondheim", own)], {}) is None


def test_parameters_replace_the_defaults() -> None:
    changes = parameter_changes(Parameters(acknowledge_notice_working_days=1))
    changed = {rule.code: rule for rule in configured(CASE_DEADLINES, changes=changes)}
    assert due_date(changed["acknowledge_notice"], {EventCode.NOTICE_SENT: date(2026, 11, 6)}) == date(
        2026, 11, 9
    )
    assert configured(CASE_DEADLINES, changes=parameter_changes(DEFAULT_PARAMETERS)) == CASE_DEADLINES


def test_a_misspelt_parameter_is_refused() -> None:
    with pytest.raises(KeyError):
        configured(CASE_DEADLINES, changes={"first_notise": Offset(1, OffsetUnit.DAYS)})


def test_an_agreements_own_closed_days_are_no_working_days() -> None:
    closed = WorkCalendar(closed=frozenset({date(2026, 12, 24)}))
    assert closed.add_working_days(day=date(2026, 12, 23), count=1) == date(2026, 12, 28)
    assert NORWAY.working_days_between(after=date(2026, 3, 31), until=date(2026, 4, 7)) == 2


def test_closed_days_move_every_date_of_a_duty() -> None:
    """Notice on Friday 6 November; the parties keep Monday 9 November closed."""
    closed = WorkCalendar(closed=frozenset({date(2026, 11, 9)}))
    one_day = Offset(1, OffsetUnit.WORKING_DAYS)
    own = RULES["acknowledge_notice"]
    rule = replace(own, opens=replace(own.due, offset=one_day))
    events = {EventCode.NOTICE_SENT: date(2026, 11, 6)}
    assert (opening_date(rule, events), due_date(rule, events)) == (date(2026, 11, 9), date(2026, 11, 11))
    assert opening_date(rule, events, calendar=closed) == date(2026, 11, 10)
    assert due_date(rule, events, calendar=closed) == date(2026, 11, 12)
    answer = strictest([("Trondheim", rule)], events, calendar=closed)
    assert answer is not None and answer.due_on == date(2026, 11, 12)
    at_once = {
        EventCode.CONSENT: date(2026, 11, 2),
        EventCode.EXPECTED_RELEASE: date(2027, 1, 15),
        EventCode.RELEASE_DATE_KNOWN: date(2026, 11, 6),
    }
    assert due_date(RULES["housing_application"], at_once, calendar=closed) == date(2026, 11, 10)


def test_a_duty_never_opens_after_it_is_due() -> None:
    own = RULES["acknowledge_notice"]
    late = replace(own, opens=replace(own.due, offset=Offset(30, OffsetUnit.DAYS)))
    events = {EventCode.NOTICE_SENT: date(2026, 11, 6)}
    assert opening_date(late, events) == due_date(late, events) == date(2026, 11, 11)


def test_a_number_of_the_agreements_own_names_itself() -> None:
    own = RULES["acknowledge_notice"]
    (changed,) = configured([own], changes={own.code: Offset(4, OffsetUnit.WORKING_DAYS)})
    assert changed.clause == AGREED_CLAUSE and changed.due.event is own.due.event
    assert changed.due.offset == Offset(4, OffsetUnit.WORKING_DAYS)
    (same,) = configured([own], changes={own.code: own.due.offset})
    assert same == own


@given(day=days, count=st.integers(-60, 60))
def test_working_days_never_land_on_a_day_off(day: date, count: int) -> None:
    answer = NORWAY.add_working_days(day=day, count=count)
    assert NORWAY.is_working_day(answer)
    if count > 0:
        assert NORWAY.working_days_between(after=day, until=answer) == count


@given(day=days, months=st.integers(0, 240))
def test_months_added_are_months_counted(day: date, months: int) -> None:
    assert full_months_between(starts_on=day, ends_before=add_months(day=day, months=months)) == months


@given(rule=rules, base=days, later=st.integers(0, 800), known=st.integers(-400, 400))
def test_a_later_event_never_gives_an_earlier_deadline(
    rule: object, base: date, later: int, known: int
) -> None:
    assert isinstance(rule, type(CASE_DEADLINES[0]))
    floor = {moment.event: base + timedelta(days=known) for moment in rule.not_before}
    first = due_date(rule, floor | {rule.due.event: base})
    second = due_date(rule, floor | {rule.due.event: base + timedelta(days=later)})
    assert first is not None and second is not None and first <= second


@given(rule=rules, base=days)
def test_a_task_opens_no_later_than_it_is_due(rule: object, base: date) -> None:
    assert isinstance(rule, type(CASE_DEADLINES[0]))
    events = {rule.opens.event: base, rule.due.event: base}
    opens, due = opening_date(rule, events), due_date(rule, events)
    assert opens is not None and due is not None and opens <= due
