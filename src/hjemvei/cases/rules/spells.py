"""Periods that touch are one: how long somebody has been a user of an agreement without a break (R126)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Spell:
    """Half-open: `until` is the first day after; None has no end."""

    since: date
    until: date | None


def spells_of(periods: Iterable[Spell], *, not_before: date, ends: date | None, today: date) -> list[Spell]:
    """The periods cut to what lies between `not_before` and `ends`, those that touch made one, oldest first.

    What has not begun today is left out.
    """
    cut = [_cut(period, not_before, ends) for period in periods]
    found: list[Spell] = []
    for period in sorted((p for p in cut if p is not None), key=lambda p: p.since):
        last = found[-1] if found else None
        if last is not None and (last.until is None or period.since <= last.until):
            open_ended = last.until is None or period.until is None
            until = None if open_ended else max(last.until or date.max, period.until or date.max)
            found[-1] = Spell(last.since, until)
        else:
            found.append(period)
    return [spell for spell in found if spell.since <= today]


def _cut(period: Spell, not_before: date, ends: date | None) -> Spell | None:
    since = max(period.since, not_before)
    stops = [day for day in (period.until, ends) if day is not None]
    until = min(stops) if stops else None
    return Spell(since, until) if until is None or since < until else None
