"""A shift does not come back any more."""

from __future__ import annotations

import datetime as dt

from hjemvei.accounts.actor import Actor
from hjemvei.presence.models import ShiftPattern
from hjemvei.presence.policy import can_keep_roster


def end_pattern(*, actor: Actor, pattern: ShiftPattern, today: dt.date) -> None:
    """Today is the first day without it; one that had not begun is as if it had never been."""
    can_keep_roster(actor, pattern.unit, user_id=pattern.user_id).require()
    if pattern.ends_before is None or pattern.ends_before > today:
        pattern.ends_before = max(today, pattern.starts_on)
        pattern.save(update_fields=["ends_before"])
