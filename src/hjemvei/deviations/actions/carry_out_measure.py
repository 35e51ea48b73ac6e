"""The measure is done; when somebody looks whether it helped."""

from __future__ import annotations

import datetime as dt

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor
from hjemvei.core.errors import RuleBroken
from hjemvei.core.states import move
from hjemvei.deviations.models import Deviation
from hjemvei.deviations.policy import can_close
from hjemvei.deviations.states import DEVIATION
from hjemvei.sharing.queries import lock_row


def carry_out_measure(
    *, actor: Actor, deviation: Deviation, follow_up_on: dt.date, at: dt.datetime
) -> Deviation:
    """Raises RuleBroken for a day that has been, or where no measure is agreed."""
    row = lock_row(actor, deviation)
    can_close(actor, row).require()
    if follow_up_on < localdate(at):
        raise RuleBroken(_("Dagen har vært."), code="too_late", field="follow_up_on")
    move(row, "carry_out", by=DEVIATION)
    row.done_at, row.follow_up_on, row.due_on = at, follow_up_on, follow_up_on
    row.save(update_fields=["state", "done_at", "follow_up_on", "due_on"])
    return row
