"""Undo a link between two records; what was said, by whom and why stays on record."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor
from hjemvei.core.errors import RuleBroken
from hjemvei.persons.models import DuplicateLink
from hjemvei.persons.policy import can_link


def unlink_duplicate(*, actor: Actor, link: DuplicateLink, reason: str, at: dt.datetime) -> DuplicateLink:
    """Undoing twice changes nothing. Raises RuleBroken without a reason."""
    held = DuplicateLink.objects.select_for_update(of=("self",)).select_related("first", "second")
    current = held.get(pk=link.pk)
    can_link(actor, current.first, current.second).require()
    if current.unlinked_at is not None:
        return current
    if not reason.strip():
        raise RuleBroken(_("Skriv hvorfor det ikke er samme person."), code="no_reason", field="reason")
    current.unlinked_at = at
    current.unlinked_by_id = actor.user_id
    current.unlink_reason = reason.strip()[:300]
    current.save(update_fields=["unlinked_at", "unlinked_by", "unlink_reason"])
    return current
