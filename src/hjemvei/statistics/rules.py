"""What figures mean: coverage, suppression, traffic lights. No Django, no clock."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

SMALLEST = 5
"""Fewer people than this are never told (kernel.md, requirement R323: members often know the case)."""
NEAR = Decimal("0.1")
"""Within a tenth of the target is near it; shares within ten per cent of themselves too."""
HAS, COMING, EXPIRED, LACKS = "has", "coming", "expired", "lacks"
ORDER = (HAS, COMING, EXPIRED, LACKS)
GREEN, AMBER, RED, GREY = "green", "amber", "red", "grey"


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open period; `ends_before` None is without end."""

    starts_on: date
    ends_before: date | None


def coverage(spans: Iterable[Span], today: date) -> str:
    """One word for all agreements between two: the best of them."""
    words = {_of_span(span, today) for span in spans}
    return next((word for word in ORDER if word in words), LACKS)


def _of_span(span: Span, today: date) -> str:
    if span.starts_on > today:
        return COMING
    return HAS if span.ends_before is None or today < span.ends_before else EXPIRED


def best(words: Iterable[str]) -> str:
    found = set(words)
    return next((word for word in ORDER if word in found), LACKS)


def suppressed(count: int) -> int | None:
    """To the nearest five; None for fewer than five."""
    return None if count < SMALLEST else (count * 2 + SMALLEST) // (2 * SMALLEST) * SMALLEST


def told_sum(parts: Iterable[int | None]) -> int | None:
    """Of what is told alone: the sum of all would give a hidden part away by subtraction."""
    told = [part for part in parts if part is not None]
    return sum(told) if told else None


@dataclass(frozen=True, slots=True)
class Reach:
    """What was reached, as far as it may be told: between `low` and `high`, both None where too few."""

    low: Decimal | None
    high: Decimal | None


def share(people: int | None, low: int | None, high: int | None) -> Reach:
    """Whole per cent of the people, rounded outwards so that the truth lies between."""
    if not people or people < SMALLEST or low is None or high is None:
        return Reach(None, None)
    return Reach(Decimal(low * 100 // people), Decimal(-(-high * 100 // people)))


def light(*, reach: Reach, goal: Decimal | None, higher_is_better: bool, passed: Decimal = Decimal(1)) -> str:
    """Green where the target is reached, amber within a tenth, red beyond; grey where nobody can say.

    `passed`: of a running year, for numbers that add up. What is told between two bounds gets a colour only
    if both ends have the same: the colour must not tell more than the figure.
    """
    if goal is None or reach.low is None or reach.high is None:
        return GREY
    wanted = goal * passed
    colours = {_one(value, wanted, higher_is_better) for value in (reach.low, reach.high)}
    return colours.pop() if len(colours) == 1 else GREY


def _one(value: Decimal, wanted: Decimal, higher_is_better: bool) -> str:
    room = abs(wanted) * NEAR
    missing = wanted - value if higher_is_better else value - wanted
    if missing <= 0:
        return GREEN
    return AMBER if missing <= room else RED


def is_frozen(year: int, today: date) -> bool:
    """From 15 January after it: what is written late in December has come in by then."""
    return today >= date(year + 1, 1, 15)


def part_of_year(year: int, today: date) -> Decimal:
    """How much of the year has passed, 0 to 1."""
    first, last = date(year, 1, 1), date(year + 1, 1, 1)
    days = min(max((today - first).days, 0), (last - first).days)
    return Decimal(days) / Decimal((last - first).days)


def change(baseline: Decimal | None, actual: Decimal | None) -> Decimal | None:
    """Per cent from the baseline (R5: «redusert med 50 pst»); None without one to count from."""
    if not baseline or actual is None:
        return None
    return ((actual - baseline) * 100 / baseline).quantize(Decimal(1))
