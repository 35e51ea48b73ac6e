"""Names and identity numbers that belong to nobody: an adjective, a noun, and a month plus 80."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator, Sequence

from hjemvei.persons.rules import WEIGHTS_1, WEIGHTS_2

MONTH_SHIFT = 80
NEXT_CENTURY = 2000


def synthetic_number(born: dt.date, dice: random.Random) -> str:
    """A number of Skatteetaten's synthetic series: valid control digits, and a month that no calendar has."""
    series = (500, 999) if born.year >= NEXT_CENTURY else (0, 499)
    while True:
        start = f"{born.day:02}{born.month + MONTH_SHIFT:02}{born.year % 100:02}{dice.randint(*series):03}"
        first = -_weighted(start, WEIGHTS_1) % 11
        second = -_weighted(f"{start}{first}", WEIGHTS_2) % 11
        if first < 10 and second < 10:
            return f"{start}{first}{second}"


def _weighted(digits: str, weights: Sequence[int]) -> int:
    return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=False))


def new_names(
    given: Sequence[str], family: Sequence[str], *, taken: set[tuple[str, str]], dice: random.Random
) -> Iterator[tuple[str, str]]:
    """Pairs of a given and a family name that nobody has yet."""
    pairs = [(first, last) for first in sorted(set(given)) for last in sorted(set(family))]
    dice.shuffle(pairs)
    return (pair for pair in pairs if pair not in taken)
