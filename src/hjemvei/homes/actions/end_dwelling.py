"""Take a dwelling out of use from a day."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor
from hjemvei.core.errors import RuleBroken
from hjemvei.homes.events import taken_periods
from hjemvei.homes.models import Dwelling
from hjemvei.homes.policy import can_change_dwelling


def end_dwelling(*, actor: Actor, dwelling: Dwelling, ends_before: dt.date, at: dt.datetime) -> Dwelling:
    """Raises RuleBroken while somebody lives there or has been offered it beyond that day."""
    locked = Dwelling.objects.visible_to(actor).select_for_update().get(pk=dwelling.pk)
    can_change_dwelling(actor, locked).require()
    if ends_before <= locked.available_from:
        text = _("Boligen må ha vært i bruk minst én dag.")
        raise RuleBroken(text, code="period", field="ends_before")
    if any(period.hinders(ends_before) for period in taken_periods([locked.pk]).get(locked.pk, ())):
        text = _("Boligen er leid ut eller tilbudt etter denne dagen. Avslutt det først.")
        raise RuleBroken(text, code="taken", field="ends_before")
    locked.ends_before, locked.recorded_at = ends_before, at
    locked.save(update_fields=["ends_before", "recorded_at"])
    return locked
