"""The emergency access that a browser's session has opened (ADR-0017).

Kept in the session so that the frame can show it on every page without asking the database, and so that
another session of the same user has none of it. The database decides by its own record and clock.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import MutableMapping
from dataclasses import dataclass, replace
from typing import Any

from hjemvei.accounts.actor import Actor

KEY = "emergency"


@dataclass(frozen=True, slots=True)
class Emergency:
    """A case that stands open until a moment, for one unit's roles."""

    opening: str
    case_key: str
    unit_id: int
    ends_at: dt.datetime

    def minutes_left(self, at: dt.datetime) -> int:
        """Whole minutes, rounded up."""
        return max(0, -int((at - self.ends_at).total_seconds() // 60))


def remember(session: MutableMapping[str, Any], emergency: Emergency) -> None:
    session[KEY] = [
        emergency.opening,
        emergency.case_key,
        emergency.unit_id,
        emergency.ends_at.isoformat(),
    ]


def forget(session: MutableMapping[str, Any]) -> None:
    session.pop(KEY, None)


def emergency_of(session: MutableMapping[str, Any], *, at: dt.datetime) -> Emergency | None:
    """None where there is none or its time is over."""
    kept = session.get(KEY)
    if not kept:
        return None
    opening, case_key, unit_id, ends = kept
    found = Emergency(opening, case_key, unit_id, dt.datetime.fromisoformat(ends))
    return found if at < found.ends_at else None


def with_emergency(actor: Actor, emergency: Emergency | None) -> Actor:
    """The actor with the door that stands open; without it where the role in that unit has ended."""
    roles = actor.unit_roles.get(emergency.unit_id) if emergency else None
    return replace(actor, emergency=roles) if roles else actor
