"""Who is proposed as receiver of a consent. A higher app knows the agreement and registers how."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from hjemvei.accounts.actor import Actor
from hjemvei.sharing.models import Case

Proposer = Callable[[Actor, Case], Sequence[int]]
_proposers: list[Proposer] = []


def register_proposer(proposer: Proposer) -> None:
    """Called from an upper app's `listeners.py`; the same function counts once."""
    if proposer not in _proposers:
        _proposers.append(proposer)


def proposed_receivers(actor: Actor, case: Case) -> list[int]:
    """Unit ids, most natural first; empty where nobody knows."""
    found = [unit_id for proposer in _proposers for unit_id in proposer(actor, case)]
    return list(dict.fromkeys(found))
