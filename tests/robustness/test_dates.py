"""Two hundred hard dates through every deadline and the release rules, held against an almanac by hand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine

from hjemvei.agreements.calendar import NORWAY, add_months, full_months_between
from hjemvei.agreements.defaults import AGREEMENT_DEADLINES, CASE_DEADLINES
from hjemvei.agreements.enums import CustodyStatus, OffsetUnit
from hjemvei.agreements.rules import DeadlineRule, Moment, due_date, opening_date
from hjemvei.allocation.rules import appeal_deadline, reply_deadline
from hjemvei.cases.enums import AbsenceKind, Answer, ReleaseCertainty
from hjemvei.cases.rules.eligibility import Stay, eligibility
from hjemvei.cases.rules.release import Absence, gates, lead_days, phase, recomputed_release
from hjemvei.core import clock
from hjemvei.tenancies.rules import contact_plan
from tests.robustness import almanac

DAYS = almanac.hard_days()
RULES = (*CASE_DEADLINES, *AGREEMENT_DEADLINES)
OSLO = ZoneInfo("Europe/Oslo")


def test_there_are_two_hundred_of_them() -> None:
    assert len(DAYS) >= 200
    assert sum((day.month, day.day) == (2, 29) for day in DAYS) == 5


def moment(place: Moment, event_on: date) -> date:
    count, unit = place.offset.count, place.offset.unit
    if unit is OffsetUnit.WORKING_DAYS:
        return almanac.working_days_on(event_on, count)
    if unit is OffsetUnit.MONTHS:
        return almanac.months_on(event_on, count)
    return event_on + timedelta(days=count * (7 if unit is OffsetUnit.WEEKS else 1))


def every_deadline_counted_from_it(day: date) -> None:
    assert NORWAY.is_working_day(day) is almanac.is_working_day(day), day
    for rule in RULES:
        assert due_date(rule, {rule.due.event: day}) == moment(rule.due, day), (rule.code, day)
        _opens_before_it_is_due(rule, day)
        if rule.fallback is not None:
            assert due_date(rule, {rule.fallback.event: day}) == moment(rule.fallback, day), (rule.code, day)


def _opens_before_it_is_due(rule: DeadlineRule, day: date) -> None:
    events = {rule.opens.event: day, rule.due.event: day}
    opens, due = opening_date(rule, events), due_date(rule, events)
    assert opens is not None and due is not None and opens <= due, (rule.code, day)


def a_release_on_it(day: date) -> None:
    """Its gates in order, each phase from its own first day, and contacts only on days when people work."""
    first_days = gates(day)
    assert [name for name, _day in first_days] == list(dict(first_days))
    assert [on for _name, on in first_days] == sorted(on for _name, on in first_days)
    assert first_days[0][1] == almanac.months_on(day, -6)
    for name, on in first_days:
        assert phase(today=on, expected_on=day) is name
        assert lead_days(noticed_on=on, release_on=day) == (day - on).days >= 0
    plan = contact_plan(released_on=day)
    assert all(almanac.is_working_day(contact.planned_on) for contact in plan if contact.planned_on > day)
    assert [contact.planned_on for contact in plan] == sorted(contact.planned_on for contact in plan)


def an_absence_across_it_moves_the_release_by_as_many_days(day: date) -> None:
    away = Absence(AbsenceKind.ESCAPE, day - timedelta(days=2), day + timedelta(days=3))
    found = recomputed_release(day + timedelta(days=40), absences=[away])
    assert (found.days_added, found.release_on) == (5, day + timedelta(days=45))
    served = Absence(AbsenceKind.LEAVE, day, day + timedelta(days=1))
    assert recomputed_release(day, absences=[served]).release_on == day


def months_and_answers_counted_from_it(day: date) -> None:
    for months in (1, 2, 3, 6, 12, -2, -6):
        assert add_months(day=day, months=months) == almanac.months_on(day, months)
    two_months = almanac.months_on(day, 2)
    assert full_months_between(starts_on=day, ends_before=two_months) == 2
    assert full_months_between(starts_on=day, ends_before=two_months - timedelta(days=1)) == 1
    for ends, answer in ((two_months, Answer.YES), (two_months - timedelta(days=1), Answer.NO)):
        stay = Stay(
            status=CustodyStatus.SENTENCED,
            admitted_on=day,
            expected_release_on=ends,
            certainty=ReleaseCertainty.FIXED,
        )
        assert eligibility(stay, minimum_months=2, today=day).answer is answer
    assert reply_deadline(day) == almanac.months_on(day, 1)
    assert appeal_deadline(day) == almanac.working_days_on(day + timedelta(days=21), 0)


CHECKS = (
    every_deadline_counted_from_it,
    a_release_on_it,
    an_absence_across_it_moves_the_release_by_as_many_days,
    months_and_answers_counted_from_it,
)
CHANGES = [day for year in almanac.YEARS for day in almanac.changes_of_clock(year)]


@pytest.mark.parametrize("day", CHANGES, ids=str)
def test_the_day_of_norway_when_the_clock_is_changed(day: date) -> None:
    """The day begins and ends at midnight in Norway, whether it has 23 or 25 hours."""
    midnight = dt.datetime.combine(day, dt.time(), OSLO)
    tomorrow = dt.datetime.combine(day + timedelta(days=1), dt.time(), OSLO)
    hours = (tomorrow.astimezone(dt.UTC) - midnight.astimezone(dt.UTC)) / timedelta(hours=1)
    assert hours == (23 if day.month == 3 else 25)
    second = timedelta(seconds=1)
    moments = [(midnight.astimezone(dt.UTC) + timedelta(hours=hour), day) for hour in range(int(hours))]
    moments += [(midnight.astimezone(dt.UTC) - second, day - timedelta(days=1))]
    moments += [(tomorrow.astimezone(dt.UTC) - second, day), (tomorrow.astimezone(dt.UTC), tomorrow.date())]
    for at, expected in moments:
        with time_machine.travel(at, tick=False):
            assert clock.today() == expected, at


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_the_rules_agree_with_the_almanac_on_each(check: Callable[[date], None]) -> None:
    for day in DAYS:
        check(day)
