"""Signed agreements whose first day has come are in force; those that notice was given of end."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q

from hjemvei.agreements.models import Agreement, AgreementVersion
from hjemvei.agreements.states import AGREEMENT, AgreementState
from hjemvei.core import states


def take_effect(*, today: dt.date) -> int:
    """How many begin. Doing it twice does it once; a day that was missed is made good the next night."""
    begun = AgreementVersion.objects.in_force(today).values("agreement_id")
    waiting = Agreement.objects.filter(state=AgreementState.SIGNED, pk__in=begun).order_by("id")
    count = 0
    for agreement in waiting.select_for_update():
        states.move(agreement, "take_effect", by=AGREEMENT)
        agreement.save(update_fields=["state"])
        count += 1
    _end(today)
    return count


def _end(today: dt.date) -> None:
    """Where the last day of the last version is over."""
    live = AgreementVersion.objects.signed().filter(Q(ends_before__isnull=True) | Q(ends_before__gt=today))
    over = Agreement.objects.filter(
        state__in=[AgreementState.IN_FORCE, AgreementState.UNDER_REVISION],
        pk__in=AgreementVersion.objects.signed().filter(ends_before__lte=today).values("agreement_id"),
    ).exclude(pk__in=live.values("agreement_id"))
    for agreement in over.order_by("id").select_for_update():
        states.move(agreement, "end", by=AGREEMENT)
        agreement.save(update_fields=["state"])
