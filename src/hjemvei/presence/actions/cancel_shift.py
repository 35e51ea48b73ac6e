"""A dated shift, or a day off, counts no more; it stays on record."""

from __future__ import annotations

import datetime as dt

from hjemvei.accounts.actor import Actor
from hjemvei.presence.models import Shift
from hjemvei.presence.policy import can_keep_roster


def cancel_shift(*, actor: Actor, shift: Shift, at: dt.datetime) -> None:
    can_keep_roster(actor, shift.unit, user_id=shift.user_id).require()
    if shift.cancelled_at is None:
        shift.cancelled_at = at
        shift.save(update_fields=["cancelled_at"])
