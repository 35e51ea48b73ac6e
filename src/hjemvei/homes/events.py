"""What other apps tell about a dwelling: in which periods it is taken. Never by whom."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Taken:
    """A half-open period in which a dwelling is let or offered."""

    dwelling_id: int
    kind: Literal["leased", "offered"]
    starts_on: dt.date
    ends_before: dt.date | None

    def hinders(self, day: dt.date) -> bool:
        """Whether nobody else can move in on `day` to stay."""
        return self.ends_before is None or self.ends_before > day


Reader = Callable[[Collection[int]], Iterable[Taken]]
readers: list[Reader] = []
"""Registered by `allocation` and `tenancies` when the apps are ready."""


def taken_periods(dwelling_ids: Collection[int]) -> dict[int, list[Taken]]:
    """All periods of these dwellings by dwelling, in order; one statement a reader."""
    found: dict[int, list[Taken]] = defaultdict(list)
    for reader in readers if dwelling_ids else ():
        for period in reader(dwelling_ids):
            found[period.dwelling_id].append(period)
    for periods in found.values():
        periods.sort(key=lambda period: period.starts_on)
    return dict(found)
