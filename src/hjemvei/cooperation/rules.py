"""When a meeting is overdue, and who chairs it. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from hjemvei.agreements.calendar import add_months


@dataclass(frozen=True, slots=True)
class Sitting:
    """One seat as the rules see it: `starts_on` and `pk` give the order in which the chair goes round."""

    pk: int
    role: str
    starts_on: dt.date
    ends_before: dt.date | None = None

    def sits_on(self, day: dt.date) -> bool:
        return self.starts_on <= day and (self.ends_before is None or day < self.ends_before)


def due_on(
    *, interval_days: int | None, agreed_months: int | None, last_on: dt.date | None, founded_on: dt.date
) -> dt.date | None:
    """The last day on which the next meeting is in time; None without an interval.

    A committee may meet more often than its agreement's version in force that day says, never more seldom.
    """
    since = last_on or founded_on
    own = since + dt.timedelta(days=interval_days) if interval_days is not None else None
    agreed = add_months(day=since, months=agreed_months) if agreed_months is not None else None
    return min((day for day in (own, agreed) if day is not None), default=None)


def is_overdue(*, due: dt.date | None, planned_on: dt.date | None, today: dt.date) -> bool:
    """Overdue once the day has passed and no meeting is planned; a planned one is late, not forgotten."""
    return due is not None and today > due and planned_on is None


def chair_of(seats: Iterable[Sitting], *, rotates: bool, number: int, on: dt.date) -> int | None:
    """Who chairs meeting `number` (from 1). Fixed: the chair. On rotation: members and chair by turn, the
    longest sitting first; whoever has left by then is passed over.
    """
    sitting = sorted((seat for seat in seats if seat.sits_on(on)), key=lambda seat: (seat.starts_on, seat.pk))
    if not rotates:
        return next((seat.pk for seat in sitting if seat.role == "chair"), None)
    turn = [seat.pk for seat in sitting if seat.role in {"chair", "member"}]
    return turn[(number - 1) % len(turn)] if turn else None


def without_names(text: str, names: Sequence[str]) -> str:
    """The text without the members' own names, which may well stand in minutes."""
    for name in sorted((name for name in names if name.strip()), key=len, reverse=True):
        text = text.replace(name, "")
    return text
