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
        if found and _touch(found[-1], period):
            found[-1] = Spell(found[-1].since, _later(found[-1].until, period.until))
        else:
            found.append(period)
    return [spell for spell in found if spell.since <= today]


def _touch(first: Spell, second: Spell) -> bool:
    """`first` begins no later."""
    return first.until is None or second.since <= first.until


def _later(first: date | None, second: date | None) -> date | None:
    return None if first is None or second is None else max(first, second)


def _cut(period: Spell, not_before: date, ends: date | None) -> Spell | None:
    since = max(period.since, not_before)
    stops = [day for day in (period.until, ends) if day is not None]
    until = min(stops) if stops else None
    return Spell(since, until) if until is None or since < until else None
