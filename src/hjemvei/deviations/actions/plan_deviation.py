"""Who answers for a deviation, what they do, and by when."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.models import Membership
from hjemvei.core.errors import RuleBroken
from hjemvei.core.states import move
from hjemvei.deviations.models import Deviation
from hjemvei.deviations.policy import can_close
from hjemvei.deviations.states import DEVIATION
from hjemvei.sharing.queries import lock_row


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    to_user_id: int
    measure: str
    due_on: dt.date


def plan_deviation(*, actor: Actor, deviation: Deviation, plan: Plan, at: dt.datetime) -> Deviation:
    """Raises RuleBroken for a day that has been, an owner outside the unit, or what is closed."""
    row = lock_row(actor, deviation)
    can_close(actor, row).require()
    today = localdate(at)
    if plan.due_on < today:
        raise RuleBroken(_("Dagen har vært."), code="too_late", field="due_on")
    if not plan.measure.strip():
        raise RuleBroken(_("Skriv hva som skal gjøres."), code="measure", field="measure")
    works = Membership.objects.in_force(today).filter(user_id=plan.to_user_id, unit_id__in=actor.units)
    if not works.exists():
        raise RuleBroken(_("Personen arbeider ikke i enheten."), code="no_member", field="to_user")
    move(row, "plan", by=DEVIATION)
    row.to_user_id, row.measure, row.due_on = plan.to_user_id, plan.measure.strip(), plan.due_on
    row.done_at = row.follow_up_on = None
    row.save(update_fields=["state", "to_user", "measure", "due_on", "done_at", "follow_up_on"])
    return row
