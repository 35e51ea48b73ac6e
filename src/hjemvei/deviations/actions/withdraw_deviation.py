"""Take back what was reported by mistake. It stays on record, and is found no more."""

from __future__ import annotations

import datetime as dt

from hjemvei.accounts.actor import Actor
from hjemvei.core.states import move
from hjemvei.deviations.choices import Mistake
from hjemvei.deviations.models import Deviation
from hjemvei.deviations.policy import can_close
from hjemvei.deviations.states import DEVIATION
from hjemvei.sharing.queries import lock_row


def withdraw_deviation(*, actor: Actor, deviation: Deviation, at: dt.datetime) -> Deviation:
    """Raises RuleBroken when it is closed or taken back already."""
    row = lock_row(actor, deviation)
    can_close(actor, row).require()
    move(row, "withdraw", by=DEVIATION)
    row.withdrawn_at, row.withdrawn_why = at, Mistake.REPORTED
    row.save(update_fields=["state", "withdrawn_at", "withdrawn_why"])
    return row
