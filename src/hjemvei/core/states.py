"""State machines as data: an app's `states.py` lists the moves, `move()` is the only writer of a state."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from hjemvei.core.errors import RuleBroken


@dataclass(frozen=True, slots=True)
class Move:
    """One verb: from any of `sources` to `target`."""

    verb: str
    sources: frozenset[str]
    target: str


@dataclass(frozen=True, slots=True)
class Machine:
    """All moves of one field of one model."""

    name: str
    field: str
    initial: str
    moves: Mapping[str, Move]

    def can(self, state: str, verb: str) -> bool:
        return state in self.moves[verb].sources

    def states(self) -> frozenset[str]:
        """Every state that can occur, for the generated tests and the tables in `docs/model/`."""
        found = {self.initial}
        for move in self.moves.values():
            found |= move.sources | {move.target}
        return frozenset(found)


def machine(
    name: str, *, field: str = "state", initial: str, moves: Iterable[tuple[str, Iterable[str], str]]
) -> Machine:
    table = {verb: Move(verb, frozenset(sources), target) for verb, sources, target in moves}
    return Machine(name, field, initial, table)


def move(row: Any, verb: str, *, by: Machine) -> None:
    """Set the new state on `row` (not saved). Raises RuleBroken where the verb does not fit the state."""
    state = getattr(row, by.field)
    if not by.can(state, verb):
        raise RuleBroken(
            _("Det går ikke nå: dette er allerede behandlet eller endret av andre."), code="wrong_state"
        )
    setattr(row, by.field, by.moves[verb].target)
