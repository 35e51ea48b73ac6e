"""Somebody in the unit has read that access has ended: it leaves the inbox of all of them."""

from __future__ import annotations

import datetime as dt

from hjemvei.accounts.actor import Actor
from hjemvei.sharing.models import AccessEnd


def note_access_end(*, actor: Actor, key: str, at: dt.datetime) -> bool:
    """Whether there was one to note; twice is as good as once."""
    rows = AccessEnd.objects.visible_to(actor).unseen().filter(key=key)
    return bool(rows.update(seen_at=at, seen_by=actor.user_id))
