"""What a form hands to an action."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from hjemvei.statistics.choices import Kind, Measure, Side, Way


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetDraft:
    """`name`, `kind`, `way` and `side` are read for own numbers only."""

    code: Measure
    name: str = ""
    kind: Kind = Kind.TIMES
    way: Way = Way.UP
    side: Side = Side.BOTH


@dataclass(frozen=True, slots=True, kw_only=True)
class Aim:
    year: int
    goal: Decimal
    baseline: Decimal | None = None
    note: str = ""
