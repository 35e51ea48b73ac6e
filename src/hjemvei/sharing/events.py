"""News of sharing to whoever stands above: what the person said, and who got access. Same transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from hjemvei.accounts.actor import Actor
from hjemvei.sharing.models import Case, Consent


class Change(StrEnum):
    """`WITHDRAWING` is told while access still stands, `ACCESS` when it has been opened or has ended,
    `EXPIRED` when time has ended it.
    """

    ASKED = "asked"
    GIVEN = "given"
    REFUSED = "refused"
    WIDENED = "widened"
    RENEWED = "renewed"
    WITHDRAWING = "withdrawing"
    EXPIRED = "expired"
    ACCESS = "access"


@dataclass(frozen=True, slots=True, kw_only=True)
class SharingChanged:
    actor: Actor
    case: Case
    consent: Consent
    change: Change
    at: dt.datetime
    keeps: frozenset[int] = frozenset()
    loses: frozenset[int] = frozenset()


Listener = Callable[[SharingChanged], None]
_listeners: list[Listener] = []


def on_sharing_changed(listener: Listener) -> None:
    """Called from an upper app's `listeners.py`; a second registration of the same function counts once."""
    if listener not in _listeners:
        _listeners.append(listener)


def announce(
    *,
    actor: Actor,
    case: Case,
    consent: Consent,
    change: Change,
    at: dt.datetime,
    keeps: frozenset[int] = frozenset(),
    loses: frozenset[int] = frozenset(),
) -> None:
    """`keeps`: units whose access comes back in the same transaction; `loses`: those that are let in by
    nothing else.
    """
    news = SharingChanged(
        actor=actor, case=case, consent=consent, change=change, at=at, keeps=keeps, loses=loses
    )
    for listener in _listeners:
        listener(news)
