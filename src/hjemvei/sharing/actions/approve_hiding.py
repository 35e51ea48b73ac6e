"""A second person decides that the person in prison is not shown that something was told by statute."""

from __future__ import annotations

import datetime as dt

from django.http import Http404
from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor
from hjemvei.core.errors import RuleBroken
from hjemvei.sharing.models import HiddenDisclosure
from hjemvei.sharing.policy import can_approve_hiding


def approve_hiding(*, actor: Actor, hidden: HiddenDisclosure, at: dt.datetime) -> HiddenDisclosure:
    """Raises NotAllowed for the one who asked, RuleBroken where it is approved already."""
    seen = HiddenDisclosure.objects.visible_to(actor).select_related("case").filter(pk=hidden.pk)
    known: HiddenDisclosure | None = seen.first()
    if known is None:
        raise Http404
    can_approve_hiding(actor, known).require()
    row: HiddenDisclosure | None = seen.filter(approved_at=None).select_for_update(of=("self",)).first()
    if row is None:
        raise RuleBroken(_("Dette er alt godkjent."), code="wrong_state")
    row.approved_by_id, row.approved_at = actor.user_id, at
    row.save(update_fields=["approved_by", "approved_at"])
    return row
