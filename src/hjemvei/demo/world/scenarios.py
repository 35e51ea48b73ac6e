"""Reads `scenarios.csv`: who walks which road, and why it is there."""

from __future__ import annotations

import csv
from functools import cache

from hjemvei.demo.world.road import Scenario, Step
from hjemvei.demo.world.tables import FOLDER


@cache
def read_scenarios() -> tuple[Scenario, ...]:
    with (FOLDER / "scenarios.csv").open(encoding="utf-8", newline="") as file:
        return tuple(_scenario(row) for row in csv.DictReader(file, delimiter=";"))


def _scenario(row: dict[str, str]) -> Scenario:
    return Scenario(
        code=row["code"],
        is_hard=row["hard"] == "x",
        now=int(row["now"] or 0),
        before=int(row["before"] or 0),
        pick=row["pick"],
        anchor=row["anchor"],
        what=row["what"],
        why=row["why"],
        next=row["next"],
        leaves=frozenset(row["leaves"].split()),
        steps=tuple(_step(word) for word in row["steps"].split()),
    )


def _step(text: str) -> Step:
    """`word@-30` or `word:value@-30`: thirty days before the anchor."""
    name, _at, days = text.partition("@")
    word, _colon, value = name.partition(":")
    return Step(word, value.replace("_", " ") if word in {"notify"} else value, int(days))
