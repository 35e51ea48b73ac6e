"""Take a routine out of use, its draft with it. It stays readable; the tasks no longer lead to it."""

from __future__ import annotations

import datetime as dt

from hjemvei.accounts.actor import Actor
from hjemvei.core.states import move
from hjemvei.routines.models import Routine, RoutineVersion
from hjemvei.routines.policy import can_approve_routine
from hjemvei.routines.states import ROUTINE_VERSION, VersionState


def withdraw_routine(*, actor: Actor, routine: Routine, today: dt.date) -> int:
    """How many versions were withdrawn; nothing the second time."""
    can_approve_routine(actor, routine).require()
    locked = Routine.objects.visible_to(actor).select_for_update(of=("self",)).get(pk=routine.pk)
    live = RoutineVersion.objects.filter(routine=locked).exclude(state=VersionState.WITHDRAWN)
    count = 0
    for version in live.select_for_update(of=("self",)).order_by("number"):
        ended = version.ends_before is not None and version.ends_before <= today
        if ended:
            continue
        move(version, "withdraw", by=ROUTINE_VERSION)
        if version.valid_from is not None:
            version.ends_before = max(version.valid_from, today)
        version.save(update_fields=["state", "ends_before"])
        count += 1
    if locked.review_on is not None:
        locked.review_on = None
        locked.save(update_fields=["review_on"])
    return count
