"""The log of consents read from the beginning: what is open, and what each consent has become."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

Opened = tuple[int, int, int, str]
"""Giver, receiving unit, class, purpose."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One event: `added` and `kept` are open after it, `ended` is not."""

    consent: int
    kind: str
    added: frozenset[Opened] = frozenset()
    kept: frozenset[Opened] = frozenset()
    ended: frozenset[Opened] = frozenset()
    ends_before: dt.date | None = None
    replaces: int | None = None


@dataclass(frozen=True, slots=True)
class Stands:
    """`state` is the last kind that changed it; `open` is empty unless it may be in force."""

    state: str
    open: frozenset[Opened]
    ends_before: dt.date | None


ENDS = frozenset({"withdrawn", "expired"})


def fold(log: Iterable[Told]) -> dict[int, Stands]:
    """By consent, as the events in their order say.

    Raises ValueError for a log that can't be: an ended consent that revives, or an answer to nothing.
    """
    found: dict[int, Stands] = {}
    for told in log:
        before = found.get(told.consent)
        _check(told, before)
        kept = told.kept
        if told.replaces is not None:
            old = found.pop(told.replaces)
            if old.open != told.kept | told.ended:
                raise ValueError(f"what was narrowed does not add up: {told}")
            found[told.replaces] = Stands("withdrawn", frozenset(), None)
        elif before is not None:
            kept = before.open
        is_open = told.kind in ("given", "extended", "narrowed")
        opened = (kept | told.added) - told.ended if is_open else frozenset()
        state = "given" if is_open else told.kind
        found[told.consent] = Stands(state, opened, told.ends_before if is_open else None)
    return found


def _check(told: Told, before: Stands | None) -> None:
    state = before.state if before else ""
    allowed = {
        "asked": {""},
        "given": {"", "asked"},
        "refused": {"", "asked"},
        "narrowed": {"", "asked"},
        "extended": {"given"},
        "withdrawn": {"given"},
        "expired": {"given"},
    }
    if state not in allowed[told.kind]:
        raise ValueError(f"{told.kind} after {state or 'nothing'}: {told}")
    if told.kind in ENDS and before is not None and before.open != told.ended:
        raise ValueError(f"more or less was ended than was open: {told}")
