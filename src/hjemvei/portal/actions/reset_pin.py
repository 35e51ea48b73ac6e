"""A PIN that is forgotten or locked is given up; next time the person chooses a new one, staff beside."""

from __future__ import annotations

import datetime as dt

from hjemvei.accounts.actor import Actor
from hjemvei.portal.models import Pin
from hjemvei.portal.policy import can_open_for_person
from hjemvei.sharing.models import Case


def reset_pin(*, actor: Actor, case: Case, at: dt.datetime) -> int:
    """Return how many there were, none or one."""
    can_open_for_person(actor, case).require()
    return Pin.objects.visible_to(actor).of(case).filter(ended_at__isnull=True).update(ended_at=at)
