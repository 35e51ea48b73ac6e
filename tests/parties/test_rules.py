"""Opening hours: open now, until when, next time."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hjemvei.parties.rules import Hours, closes_at, is_open, next_open, overlap

WEEK = [
    Hours(1, dt.time(9), dt.time(12)),
    Hours(1, dt.time(12, 30), dt.time(15)),
    Hours(5, dt.time(8), dt.time(14)),
]
MONDAY = dt.date(2026, 11, 16)


def on(day: int, hour: int, minute: int = 0) -> dt.datetime:
    return dt.datetime.combine(MONDAY + dt.timedelta(days=day), dt.time(hour, minute))


@pytest.mark.parametrize(
    ("at", "opened", "until", "then"),
    [
        (on(0, 8, 59), False, None, on(0, 9)),
        (on(0, 9), True, dt.time(12), on(0, 12, 30)),
        (on(0, 12), False, None, on(0, 12, 30)),
        (on(0, 14, 59), True, dt.time(15), on(4, 8)),
        (on(0, 15), False, None, on(4, 8)),
        (on(2, 10), False, None, on(4, 8)),
        (on(4, 14), False, None, on(7, 9)),
        (on(6, 23, 59), False, None, on(7, 9)),
    ],
)
def test_the_week(at: dt.datetime, opened: bool, until: dt.time | None, then: dt.datetime) -> None:
    assert (is_open(WEEK, at=at), closes_at(WEEK, at=at), next_open(WEEK, at=at)) == (opened, until, then)


def test_without_hours_nothing_is_promised() -> None:
    assert not is_open([], at=on(0, 10))
    assert next_open([], at=on(0, 10)) is None


def test_overlapping_openings_are_found() -> None:
    assert not overlap(WEEK)
    assert overlap([*WEEK, Hours(1, dt.time(11), dt.time(13))])


@given(st.datetimes(dt.datetime(2026, 1, 1), dt.datetime(2027, 1, 1)))
def test_the_next_opening_is_later_and_open(at: dt.datetime) -> None:
    then = next_open(WEEK, at=at)
    assert then is not None
    assert then > at
    assert is_open(WEEK, at=then)
    assert then - at <= dt.timedelta(days=8)
