"""Signed agreements whose first day has come are in force."""

from __future__ import annotations

import datetime as dt

from hjemvei.agreements.models import Agreement, AgreementVersion
from hjemvei.agreements.states import AGREEMENT, AgreementState
from hjemvei.core import states


def take_effect(*, today: dt.date) -> int:
    """How many. Doing it twice does it once; a day that was missed is made good the next night."""
    begun = AgreementVersion.objects.in_force(today).values("agreement_id")
    waiting = Agreement.objects.filter(state=AgreementState.SIGNED, pk__in=begun).order_by("id")
    count = 0
    for agreement in waiting.select_for_update():
        states.move(agreement, "take_effect", by=AGREEMENT)
        agreement.save(update_fields=["state"])
        count += 1
    return count
