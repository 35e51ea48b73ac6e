"""Codes, PINs and sessions of the person's own page. No Django, no clock."""

from __future__ import annotations

import datetime as dt
import itertools
import secrets
from collections.abc import Callable

LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"
CODE_LENGTH = 8
CODE_LASTS = dt.timedelta(days=7)
MOST_TRIES = 5
PIN_LENGTH = 6
TO_START = dt.timedelta(minutes=10)
IDLE = dt.timedelta(minutes=10)
ABSOLUTE = dt.timedelta(minutes=30)


def new_code(choose: Callable[[str], str] = secrets.choice) -> str:
    """Eight of 31 signs without look-alikes: 8.5e11 codes, of which five may be tried."""
    return "".join(choose(LETTERS) for _place in range(CODE_LENGTH))


def shown(code: str) -> str:
    """As it stands on paper: in two halves, in capitals."""
    return f"{code[:4]}-{code[4:]}".upper()


def typed(text: str) -> str:
    """As people write it: capitals, spaces and dashes don't count."""
    return "".join(sign for sign in text.lower() if sign.isalnum())


def is_code_alive(*, expires_at: dt.datetime, tries: int, used: bool, at: dt.datetime) -> bool:
    """Seven days, five tries, one time (issue 3, point 7)."""
    return not used and tries < MOST_TRIES and at < expires_at


def pin_fault(pin: str) -> str:
    """Why a PIN can't be chosen: `form`, `simple`, or nothing. Six figures, not all alike, not in a row."""
    if len(pin) != PIN_LENGTH or not (pin.isascii() and pin.isdigit()):
        return "form"
    steps = {int(b) - int(a) for a, b in itertools.pairwise(pin)}
    if steps in ({0}, {1}, {-1}) or pin[:2] * 3 == pin or pin[:3] * 2 == pin:
        return "simple"
    return ""
