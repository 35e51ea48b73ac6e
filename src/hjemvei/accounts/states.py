"""From which state to which: who a user is at a provider of sign-in."""

from __future__ import annotations

from hjemvei.core.states import machine

IDENTITY = machine(
    "identity",
    initial="asked",
    moves=[
        ("bind", ["asked", "refused"], "bound"),
        ("refuse", ["asked"], "refused"),
        ("end", ["asked", "bound"], "ended"),
    ],
)
