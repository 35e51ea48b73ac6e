"""Somebody of the receiving unit has read a message by statute."""

from __future__ import annotations

import datetime as dt

from hjemvei.accounts.actor import Actor
from hjemvei.sharing.models import StatuteMessage


def read_message(*, actor: Actor, message: StatuteMessage, at: dt.datetime) -> bool:
    """Whether it was unread; the first who read it stands."""
    mine = StatuteMessage.objects.visible_to(actor).filter(pk=message.pk, to_unit_id__in=actor.units)
    return bool(mine.filter(read_at=None).update(read_at=at, read_by_id=actor.user_id))
