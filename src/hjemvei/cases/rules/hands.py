"""How often somebody has been handed on: «kasteballer i systemet» (R214), counted from who has held the case.

Counted is a change of hands that the person meets as a new office: another municipality answers, or within
one municipality another unit has the case. Not counted: the first in each place, a colleague or a deputy in
the same unit, an offer that nobody has taken, the planned passing from prison to municipality, a transfer
between prisons, and what was undone the same day.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

WARN_FROM = 3
"""The brief of R214: the third is one too many."""


class HandKind(StrEnum):
    """Who took the case in hand: a municipality that answers for it, or a unit whose staff has it by name."""

    MUNICIPALITY = "municipality"
    UNIT = "unit"


@dataclass(frozen=True, slots=True)
class Taking:
    """Somebody took the case in hand. `municipality` is empty for who is no municipality's; `unit_id` is 0
    where the municipality as such answers.
    """

    on: date
    kind: HandKind
    municipality: str
    unit_id: int = 0


@dataclass(frozen=True, slots=True)
class HandOff:
    """One change of hands; `before` and `after` are municipality and unit, 0 where the whole answers."""

    on: date
    before: tuple[str, int]
    after: tuple[str, int]


def hand_offs(takings: Iterable[Taking]) -> tuple[HandOff, ...]:
    """The changes of hands, oldest first. `takings` in the order they happened. Until a municipality has said
    that it answers, the one whose unit first had the case does.
    """
    answers = ""
    units: dict[str, int] = {}
    found: list[HandOff] = []
    for taking in takings:
        number = taking.municipality
        if not number:
            continue
        if taking.kind is HandKind.MUNICIPALITY:
            if answers not in ("", number):
                _add(found, taking.on, _held(answers, units), _held(number, units))
            answers = number
            continue
        answers = answers or number
        before = units.get(number, 0)
        units[number] = taking.unit_id
        if before not in (0, taking.unit_id) and answers == number:
            _add(found, taking.on, (number, before), (number, taking.unit_id))
    return tuple(found)


def _held(municipality: str, units: Mapping[str, int]) -> tuple[str, int]:
    return municipality, units.get(municipality, 0)


def _add(found: list[HandOff], on: date, before: tuple[str, int], after: tuple[str, int]) -> None:
    """Back the same day where it came from: a slip of the hand, and nobody was sent anywhere."""
    if found and found[-1].on == on and found[-1].before == after:
        found.pop()
    else:
        found.append(HandOff(on, before, after))


def warns(count: int) -> bool:
    return count >= WARN_FROM
