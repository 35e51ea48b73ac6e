"""When people are there, when two are there at once, and which slots a visiting day has. No Django, no clock.

Times of the day are Norwegian wall clock; what comes out are moments. Arithmetic on moments is done
in UTC, since the clock of a night in October has the same hour twice.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

OSLO = ZoneInfo("Europe/Oslo")
ONE_DAY = dt.timedelta(days=1)
WEEK = 7


@dataclass(frozen=True, slots=True, order=True)
class Stretch:
    """From a moment until another, half-open."""

    starts_at: dt.datetime
    ends_at: dt.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Weekly:
    """What comes back: `weekday` 1 Monday to 7 Sunday. An end not later than the beginning is the next day's.

    `every_weeks` counts from the week of `starts_on`. `on_holidays`: a prison's shift is worked on a public
    holiday, an office is closed.
    """

    weekday: int
    begins: dt.time
    ends: dt.time
    starts_on: dt.date = dt.date.min
    ends_before: dt.date | None = None
    every_weeks: int = 1
    on_holidays: bool = True


def moment(day: dt.date, at: dt.time) -> dt.datetime:
    """In UTC. An hour that the clock skips is the hour after; of an hour that comes twice, the first."""
    return dt.datetime.combine(day, at, tzinfo=OSLO).astimezone(dt.UTC)


def span(day: dt.date, begins: dt.time, ends: dt.time) -> Stretch:
    """The stretch that begins on this day, over midnight where it must."""
    return Stretch(moment(day, begins), moment(day if ends > begins else day + ONE_DAY, ends))


def is_due(row: Weekly, day: dt.date) -> bool:
    """Whether something weekly falls on the day, holidays apart."""
    if day.isoweekday() != row.weekday or day < row.starts_on:
        return False
    if row.ends_before is not None and day >= row.ends_before:
        return False
    if row.every_weeks == 1:
        return True
    first = row.starts_on - dt.timedelta(days=row.starts_on.weekday())
    return ((day - first).days // WEEK) % row.every_weeks == 0


def days(since: dt.date, count: int) -> Iterator[dt.date]:
    return (since + dt.timedelta(days=n) for n in range(count))


def presence(
    weekly: Iterable[Weekly],
    *,
    extra: Iterable[Stretch] = (),
    off: Sequence[Stretch] = (),
    holidays: Collection[dt.date] = (),
    since: dt.datetime,
    for_days: int,
) -> list[Stretch]:
    """When somebody is there: the pattern and what is dated, less what is `off`; joined, from `since` on."""
    first = since.astimezone(OSLO).date() - ONE_DAY
    rows = list(weekly)
    found = [
        span(day, row.begins, row.ends)
        for day in days(first, for_days + 1)
        for row in rows
        if is_due(row, day) and (row.on_holidays or day not in holidays)
    ]
    kept = [part for stretch in found for part in without(stretch, off)]
    until = since + dt.timedelta(days=for_days)
    return clipped(joined([*kept, *extra]), since, until)


def joined(stretches: Iterable[Stretch]) -> list[Stretch]:
    """In order, with what touches or overlaps as one."""
    found: list[Stretch] = []
    for stretch in sorted(stretches):
        if found and stretch.starts_at <= found[-1].ends_at:
            found[-1] = Stretch(found[-1].starts_at, max(found[-1].ends_at, stretch.ends_at))
        else:
            found.append(stretch)
    return found


def without(stretch: Stretch, off: Iterable[Stretch]) -> list[Stretch]:
    """What is left of a stretch where others are taken out of it."""
    left = [stretch]
    for gone in off:
        left = [
            part
            for one in left
            for part in (
                Stretch(one.starts_at, min(one.ends_at, gone.starts_at)),
                Stretch(max(one.starts_at, gone.ends_at), one.ends_at),
            )
            if part.starts_at < part.ends_at
        ]
    return left


def clipped(stretches: Iterable[Stretch], since: dt.datetime, until: dt.datetime) -> list[Stretch]:
    parts = (Stretch(max(one.starts_at, since), min(one.ends_at, until)) for one in stretches)
    return [part for part in parts if part.starts_at < part.ends_at]


def both(ours: Sequence[Stretch], theirs: Sequence[Stretch]) -> list[Stretch]:
    """When two are there at once; each list joined and in order."""
    found, a, b = [], 0, 0
    while a < len(ours) and b < len(theirs):
        starts = max(ours[a].starts_at, theirs[b].starts_at)
        ends = min(ours[a].ends_at, theirs[b].ends_at)
        if starts < ends:
            found.append(Stretch(starts, ends))
        if ours[a].ends_at < theirs[b].ends_at:
            a += 1
        else:
            b += 1
    return found


def next_time(stretches: Iterable[Stretch], *, minutes: int = 15) -> Stretch | None:
    """The first that lasts long enough for a talk (own default: a quarter of an hour)."""
    least = dt.timedelta(minutes=minutes)
    return next((one for one in stretches if one.ends_at - one.starts_at >= least), None)


@dataclass(frozen=True, slots=True)
class Change:
    """A visiting day that is called off on a date (no times), or has others."""

    on: dt.date
    begins: dt.time | None = None
    ends: dt.time | None = None


def opening_on(
    weekly: Weekly, changes: Iterable[Change], day: dt.date, *, holidays: Collection[dt.date]
) -> Stretch | None:
    """When the visitor is there on a date; the last change of that date holds. None: not at all."""
    change = next((one for one in reversed(list(changes)) if one.on == day), None)
    if change is not None:
        return span(day, change.begins, change.ends) if change.begins and change.ends else None
    if not is_due(weekly, day) or (day in holidays and not weekly.on_holidays):
        return None
    return span(day, weekly.begins, weekly.ends)


def slots(opening: Stretch, *, minutes: int) -> list[Stretch]:
    """Whole slots in an opening, one after the other; a rest too short for one is none."""
    length, found, starts = dt.timedelta(minutes=minutes), [], opening.starts_at
    while starts + length <= opening.ends_at:
        found.append(Stretch(starts, starts + length))
        starts += length
    return found


def free(wanted: Iterable[Stretch], taken: Sequence[Stretch], *, at: dt.datetime) -> list[Stretch]:
    """Those that nobody has and that are still to come."""
    return [
        one
        for one in wanted
        if one.starts_at > at
        and not any(one.starts_at < t.ends_at and t.starts_at < one.ends_at for t in taken)
    ]
