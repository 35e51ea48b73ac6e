"""A secret address that a calendar asks for the meetings; revoked, it answers as one that never was."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets

from hjemvei.accounts.actor import Actor
from hjemvei.cooperation.models import CalendarFeed


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def make_feed(*, actor: Actor, at: dt.datetime) -> str:
    """The token, shown this once; an earlier one ends."""
    revoke_feed(actor=actor, at=at)
    token = secrets.token_urlsafe(32)
    CalendarFeed.objects.create(user_id=actor.user_id, token_hash=hash_of(token), made_at=at)
    return token


def revoke_feed(*, actor: Actor, at: dt.datetime) -> bool:
    """True where there was one."""
    live = CalendarFeed.objects.visible_to(actor).filter(revoked_at__isnull=True)
    return bool(live.update(revoked_at=at))
