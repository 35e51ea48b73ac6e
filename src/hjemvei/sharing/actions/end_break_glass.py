"""End one's own emergency access before its hour is over."""

from __future__ import annotations

from django.http import Http404

from hjemvei.accounts.actor import Actor
from hjemvei.core.db import call
from hjemvei.sharing.models import BreakGlass


def end_break_glass(*, actor: Actor, key: str) -> None:
    """Ended twice it is ended once. Raises Http404 for another's."""
    opening = BreakGlass.objects.filter(user_id=actor.user_id, key=key).first()
    if opening is None:
        raise Http404
    call("end_break_glass", opening.pk)
