"""Say that a routine was gone through and still holds, and when it is looked at again."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor
from hjemvei.core.errors import RuleBroken
from hjemvei.routines.models import Routine
from hjemvei.routines.policy import can_write_routine


def review_routine(*, actor: Actor, routine: Routine, review_on: dt.date, today: dt.date) -> Routine:
    can_write_routine(actor, routine).require()
    locked = Routine.objects.visible_to(actor).select_for_update(of=("self",)).get(pk=routine.pk)
    if review_on <= today:
        raise RuleBroken(_("Velg en dag som kommer."), code="past", field="review_on")
    if locked.review_on is None:
        raise RuleBroken(_("Rutinen er ikke godkjent ennå, eller den er trukket."), code="not_in_use")
    locked.review_on = review_on
    locked.save(update_fields=["review_on"])
    return locked
