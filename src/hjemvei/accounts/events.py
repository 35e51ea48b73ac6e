"""News from accounts that a higher app acts on: letters to users, which `audit` puts into its outbox.

A listener is registered in `listeners.py` of the app that has it; it runs in the transaction of the action.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """An e-mail to a user. Neither subject nor body may hold personal data; `once` makes a repeat one
    letter. `case_id` and `to_unit_id`: it concerns one case, and is stopped when the unit loses it.
    """

    kind: str
    unit_id: int
    user_id: int
    subject: str
    body: str
    once: str
    at: dt.datetime
    case_id: int | None = None
    to_unit_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """Somebody has left: what they held in these units needs others."""

    user_id: int
    name: str
    unit_ids: tuple[int, ...]
    at: dt.datetime


LEFT_LISTENERS: list[Callable[[Left], None]] = []
LETTER_LISTENERS: list[Callable[[Letter], None]] = []


def send_letter(letter: Letter) -> None:
    for listener in LETTER_LISTENERS:
        listener(letter)


def tell_of_left(news: Left) -> None:
    for listener in LEFT_LISTENERS:
        listener(news)
