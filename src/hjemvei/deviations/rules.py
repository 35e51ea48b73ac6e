"""What a committee may be told of how many, and which cause needs words. No Django, no clock."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

SMALL = 5
"""People: fewer are never told (norway.md § 1.7)."""
SETTLES_DAYS = 14
"""After a half-year, before its numbers are written for good: what is reported late is in them."""


@dataclass(frozen=True, slots=True)
class Told:
    """`cells`: what is told one by one, most first. `pooled`: all others, None without any."""

    cells: tuple[tuple[str, int], ...]
    pooled: int | None


def told(people: Mapping[str, int]) -> Told:
    """Cells that tell the same people apart, with the small ones pooled.

    A pool holds at least two cells and at least SMALL people: the smallest told cell is pooled too until it
    does. So nothing that is left out follows from what is told, however it is subtracted. Where all are
    fewer than SMALL, nothing is told at all.
    """
    rising = sorted(((count, code) for code, count in people.items() if count > 0))
    if sum(count for count, _code in rising) < SMALL:
        return Told((), None)
    small = sum(count < SMALL for count, _code in rising)
    if not small:
        return Told(_falling(rising), None)
    taken = min(max(small, 2), len(rising))
    while sum(count for count, _code in rising[:taken]) < SMALL:
        taken += 1
    return Told(_falling(rising[taken:]), sum(count for count, _code in rising[:taken]))


def _falling(rising: Sequence[tuple[int, str]]) -> tuple[tuple[str, int], ...]:
    return tuple((code, count) for count, code in sorted(rising, key=lambda one: (-one[0], one[1])))


def told_base(*, base: int, slipped: int) -> int | None:
    """How many there were in all, unless that tells of fewer than SMALL that nothing slipped for them."""
    return base if base - slipped >= SMALL else None


def half_year(day: date) -> date:
    """The first day of the half-year."""
    return date(day.year, 1 if day.month <= 6 else 7, 1)


def ended_half_year(today: date) -> tuple[date, date]:
    """The last half-year whose numbers have settled, half-open."""
    before = half_year(today - timedelta(days=SETTLES_DAYS))
    return half_year(before - timedelta(days=1)), before


MONTHS = "januar|februar|mars|april|mai|juni|juli|august|september|oktober|november|desember"
DAY = re.compile(rf"(?<!\d)\d{{1,2}}\s?[./-]\s?(\d{{1,2}}(?!\d)|(?:{MONTHS})\b)", re.IGNORECASE)
LONG_NUMBER = re.compile(r"\d(?:[ .-]?\d){4,}")
WORD = re.compile(r"[^\W\d_]+")


def tells_of(text: str, names: Iterable[str]) -> bool:
    """Names the person, a day or a number by which somebody is found (R319). A help, no guarantee: a second
    person reads it.
    """
    words = {word.casefold() for word in WORD.findall(text)}
    parts = {word.casefold() for name in names for word in WORD.findall(name) if len(word) > 1}
    return bool(words & parts or DAY.search(text) or LONG_NUMBER.search(text))


def month_of(day: date) -> date:
    return day.replace(day=1)


def needs_words(cause: str, words: str) -> bool:
    """ "Other" says nothing by itself."""
    return cause == "other" and not words.strip()
