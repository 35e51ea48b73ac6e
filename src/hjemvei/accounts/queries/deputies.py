"""Who answers for whom while somebody is away.

A deputy is reminded of a colleague's work and finds it among the own; what is seen is what the deputy's own
units see anyway, so an absence opens no case.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import Now, TruncDate
from django.utils import timezone

from hjemvei.accounts.actor import Seer
from hjemvei.accounts.models import Absence


def stood_in_for(who: Seer) -> QuerySet[Absence, Any]:
    """Users who are away today and have this one as deputy."""
    today = TruncDate(Now(), tzinfo=timezone.get_default_timezone())
    away = Absence.objects.filter(deputy_id=who.user_id, starts_on__lte=today, ends_before__gt=today)
    return away.values("user_id")


def deputies_among(user_ids: Collection[int], *, today: dt.date) -> dict[int, int]:
    """Whoever of these is away today, with the deputy, where the deputy is one of them too and at work."""
    rows = Absence.objects.filter(starts_on__lte=today, ends_before__gt=today, user_id__in=user_ids)
    found: dict[int, int | None] = {}
    for away, deputy in rows.order_by("id").values_list("user_id", "deputy_id"):
        found[away] = deputy
    return {
        away: deputy
        for away, deputy in found.items()
        if deputy is not None and deputy in user_ids and deputy not in found
    }
