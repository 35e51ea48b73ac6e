"""A unit is not closed by any page while cases, people or tasks there would be nobody's."""

from __future__ import annotations

import datetime as dt

from hjemvei.parties.holders import HOLDERS
from hjemvei.parties.models import Unit
from hjemvei.reorganisation.choices import Held
from hjemvei.reorganisation.holdings import held_by

OF_CASES = (Held.CASES, Held.PLACEMENTS, Held.ASSIGNMENTS, Held.TASKS, Held.QUESTIONS)


def of_cases(unit: Unit, today: dt.date) -> str:
    held = held_by(unit, today=today)
    return ", ".join(f"{kind.label}: {held[kind]}" for kind in OF_CASES if held[kind])


def register() -> None:
    if of_cases not in HOLDERS:
        HOLDERS.append(of_cases)
