"""What a consent can become. Withdrawal is written by the kernel, which ends access in the same breath."""

from __future__ import annotations

from hjemvei.core.states import machine
from hjemvei.sharing.enums import ConsentState

CONSENT = machine(
    "consent",
    initial=ConsentState.ASKED,
    moves=[
        ("give", [ConsentState.ASKED], ConsentState.GIVEN),
        ("refuse", [ConsentState.ASKED], ConsentState.REFUSED),
        ("withdraw", [ConsentState.GIVEN], ConsentState.WITHDRAWN),
    ],
)
