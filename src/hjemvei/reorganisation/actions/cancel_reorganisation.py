"""What was planned does not happen; that it was planned stays on record."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor
from hjemvei.core.errors import RuleBroken
from hjemvei.reorganisation.models import Reorganisation
from hjemvei.reorganisation.policy import can_reorganise


def cancel_reorganisation(*, actor: Actor, plan: Reorganisation, at: dt.datetime) -> None:
    can_reorganise(actor, plan.from_unit).require()
    row = Reorganisation.objects.select_for_update().get(pk=plan.pk)
    if row.carried_out_at is not None:
        raise RuleBroken(_("Omorganiseringen er gjennomført."))
    if row.cancelled_at is None:
        row.cancelled_at = at
        row.save(update_fields=["cancelled_at"])
