"""When a contact point is open, from its weekly hours. Times are Norwegian wall clock; holidays are not
known here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Hours:
    """One opening on a weekday (1 Monday to 7 Sunday), half-open: closed from `closes_at` on."""

    weekday: int
    opens_at: dt.time
    closes_at: dt.time


def is_open(hours: Sequence[Hours], *, at: dt.datetime) -> bool:
    """`at` in Norwegian local time."""
    now = at.time().replace(tzinfo=None)
    return any(row.weekday == at.isoweekday() and row.opens_at <= now < row.closes_at for row in hours)


def closes_at(hours: Sequence[Hours], *, at: dt.datetime) -> dt.time | None:
    """When it closes today, while it is open."""
    now = at.time().replace(tzinfo=None)
    ends = [r.closes_at for r in hours if r.weekday == at.isoweekday() and r.opens_at <= now < r.closes_at]
    return max(ends) if ends else None


def next_open(hours: Sequence[Hours], *, at: dt.datetime) -> dt.datetime | None:
    """The next opening after `at`, within a week; None without hours. The answer has the zone of `at`."""
    for ahead in range(8):
        day = at.date() + dt.timedelta(days=ahead)
        openings = sorted(row.opens_at for row in hours if row.weekday == day.isoweekday())
        for opens in openings:
            moment = dt.datetime.combine(day, opens, tzinfo=at.tzinfo)
            if moment > at:
                return moment
    return None


def overlap(hours: Sequence[Hours]) -> bool:
    """Whether two openings of one weekday share time."""
    rows = sorted(hours, key=lambda row: (row.weekday, row.opens_at))
    return any(
        first.weekday == second.weekday and second.opens_at < first.closes_at
        for first, second in pairwise(rows)
    )
