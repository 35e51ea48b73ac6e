"""What higher apps count for agreements: they register here, figures ask.

A source takes agreement ids and a half-open period of days, and gives a number for each that it knows.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence

Source = Callable[[Sequence[int], dt.date, dt.date], Mapping[int, int]]
meetings_held: list[Source] = []


def meetings_of(agreement_id: int, *, starts_on: dt.date, ends_before: dt.date) -> int | None:
    """None where nobody counts meetings, or none of the sources knows the agreement."""
    found = [source([agreement_id], starts_on, ends_before).get(agreement_id) for source in meetings_held]
    known = [count for count in found if count is not None]
    return sum(known) if known else None
