"""A dispute of responsibility: whose turn it is, and how much it presses. Help never waits for it.

Source: sosialtjenesteloven §§ 16, 27 and 49 (L9, R240). The municipality that was asked first helps until
somebody else has said yes or the county governor has decided.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Pressure(StrEnum):
    """How much a dispute presses on the one it is about."""

    CALM = "calm"
    AMBER = "amber"
    RED = "red"


class NextStep(StrEnum):
    """What brings a dispute on."""

    SECOND_ANSWERS = "second_answers"
    AGREE = "agree"
    ASK_GOVERNOR = "ask_governor"
    WAIT_FOR_GOVERNOR = "wait_for_governor"
    DONE = "done"


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispute:
    """`helper_named`: somebody in the municipality that helps meanwhile has the case by name."""

    disputed: bool
    second_asked: bool
    second_answered: bool
    governor_by: date
    governor_asked_on: date | None
    helper_named: bool


def pressure(facts: Dispute, *, today: date) -> Pressure:
    """Red: nobody by name helps meanwhile, or the day for the county governor has passed. Else amber."""
    if not facts.disputed:
        return Pressure.CALM
    late = facts.governor_asked_on is None and facts.governor_by < today
    return Pressure.RED if late or not facts.helper_named else Pressure.AMBER


def next_step(facts: Dispute, *, today: date) -> NextStep:
    if not facts.disputed:
        return NextStep.DONE
    if facts.governor_asked_on is not None:
        return NextStep.WAIT_FOR_GOVERNOR
    if facts.governor_by <= today:
        return NextStep.ASK_GOVERNOR
    return NextStep.SECOND_ANSWERS if facts.second_asked and not facts.second_answered else NextStep.AGREE
