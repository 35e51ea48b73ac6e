"""Deadlines of a decision, told by hand; no database."""

from __future__ import annotations

import datetime as dt

import pytest

from hjemvei.allocation.rules import appeal_deadline, is_stalled, reply_deadline

DAY = dt.date(2026, 11, 16)


@pytest.mark.parametrize(
    ("decided", "last_day"),
    [("2026-11-16", "2026-12-07"), ("2026-12-04", "2026-12-28"), ("2026-11-14", "2026-12-07")],
    ids=["hverdag", "første juledag", "lørdag"],
)
def test_three_weeks_to_appeal_and_never_on_a_day_off(decided: str, last_day: str) -> None:
    assert appeal_deadline(dt.date.fromisoformat(decided)) == dt.date.fromisoformat(last_day)


@pytest.mark.parametrize(("received", "due"), [("2026-11-16", "2026-12-16"), ("2026-01-31", "2026-02-28")])
def test_a_reply_within_a_month(received: str, due: str) -> None:
    assert reply_deadline(dt.date.fromisoformat(received)) == dt.date.fromisoformat(due)


@pytest.mark.parametrize(("after", "stalled"), [(-1, False), (0, False), (1, True)])
def test_an_offer_nobody_answered_stalls_the_day_after(after: int, stalled: bool) -> None:
    today = DAY + dt.timedelta(days=after)
    assert is_stalled(answer_by=DAY, answered_on=None, today=today) is stalled


@pytest.mark.parametrize(("after", "stalled"), [(6, False), (7, False), (8, True)])
def test_an_accepted_offer_without_a_lease_stalls_after_a_week(after: int, stalled: bool) -> None:
    today = DAY + dt.timedelta(days=after)
    assert is_stalled(answer_by=DAY, answered_on=DAY, today=today) is stalled
