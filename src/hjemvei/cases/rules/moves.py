"""When somebody came to the prison they are in. A prison may have several units, in different places.

Source: the agreement's deadlines that every prison has for itself; a prison and its units are one (Trondheim
fengsel is Tunga and Leira), so a move between them starts no deadline again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Stay:
    """A placement: which prison, whichever of its units, and the first day there."""

    prison_id: int
    starts_on: date


def moved_on(stays: Sequence[Stay]) -> date | None:
    """The first day in the prison of now since the last one; None where it has been the only one.

    `stays` of one custody, oldest first.
    """
    if not stays:
        return None
    arrived = stays[-1].starts_on
    for stay in reversed(stays):
        if stay.prison_id != stays[-1].prison_id:
            return arrived
        arrived = stay.starts_on
    return None
