"""Mark what has come to one's own units in a case as read."""

from __future__ import annotations

import datetime as dt

from hjemvei.accounts.actor import Actor
from hjemvei.cases.models import Message
from hjemvei.cases.policy.cooperation import can_send_message
from hjemvei.sharing.models import Case


def read_messages(*, actor: Actor, case: Case, at: dt.datetime) -> int:
    """Return how many were new. A question stays open until it is answered."""
    can_send_message(actor, case).require()
    mine = Message.objects.visible_to(actor).of(case).filter(to_unit_id__in=actor.case_units(), read_at=None)
    return int(mine.update(read_at=at))
