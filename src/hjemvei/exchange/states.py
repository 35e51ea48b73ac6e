"""How far a roll may go from where it is."""

from __future__ import annotations

from hjemvei.core.states import machine
from hjemvei.exchange.choices import RollState

ROLL = machine(
    "roll",
    initial=RollState.READING,
    moves=[
        ("stage", [RollState.READING], RollState.STAGED),
        ("refuse", [RollState.READING], RollState.REFUSED),
        ("start", [RollState.STAGED], RollState.APPLYING),
        ("apply", [RollState.STAGED, RollState.APPLYING], RollState.APPLIED),
        ("stop", [RollState.APPLYING], RollState.STAGED),
        ("discard", [RollState.STAGED], RollState.DISCARDED),
    ],
)
