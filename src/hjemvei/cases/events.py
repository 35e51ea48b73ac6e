"""News that higher apps and the cooperation part listen to; told in the same transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Protocol

from hjemvei.accounts.actor import Actor
from hjemvei.cases.models import Notice


class Listener(Protocol):
    def __call__(self, *, actor: Actor, case_ids: Sequence[int], at: dt.datetime) -> None: ...


class News:
    """One sort of news about cases. Register in `listeners.py`; the same listener is told once."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.listeners: list[Listener] = []

    def register(self, listener: Listener) -> Listener:
        if listener not in self.listeners:
            self.listeners.append(listener)
        return listener

    def tell(self, *, actor: Actor, case_ids: Sequence[int], at: dt.datetime) -> None:
        if case_ids:
            for listener in self.listeners:
                listener(actor=actor, case_ids=case_ids, at=at)


release_date_moved = News("release_date_moved")
person_released = News("person_released")
person_transferred = News("person_transferred")
case_closed = News("case_closed")

NoticeListener = Callable[[Actor, Notice, dt.datetime], None]
notice_sent: list[NoticeListener] = []
"""Called when a notice has been sent; whoever writes the letter registers."""
