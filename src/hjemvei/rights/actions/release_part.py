"""The controller says what it holds and what it holds back; and the person is given it."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor
from hjemvei.core.errors import RuleBroken
from hjemvei.rights.enums import Delivery, PartState
from hjemvei.rights.models import Part
from hjemvei.rights.package import digest
from hjemvei.rights.policy import can_release


def release_part(*, actor: Actor, part: Part, at: dt.datetime) -> Part:
    """Raises RuleBroken for a part that is released already."""
    locked = _locked(actor, part, PartState.ASKED)
    locked.state, locked.released_by_id, locked.released_at = PartState.RELEASED, actor.user_id, at
    locked.save(update_fields=["state", "released_by", "released_at"])
    return locked


def deliver_part(*, actor: Actor, part: Part, how: Delivery, at: dt.datetime) -> Part:
    """To the person only. A hash of what was handed over stands as proof; the content is not kept twice.

    Raises RuleBroken for a part that is not released.
    """
    locked = _locked(actor, part, PartState.RELEASED)
    locked.state, locked.delivered_by_id, locked.delivered_at = PartState.DELIVERED, actor.user_id, at
    locked.delivered_how, locked.sha256 = how, digest(locked)
    locked.save(update_fields=["state", "delivered_by", "delivered_at", "delivered_how", "sha256"])
    return locked


def _locked(actor: Actor, part: Part, wanted: PartState) -> Part:
    can_release(actor).require()
    rows = Part.objects.visible_to(actor).select_related("request", "controller")
    locked = rows.select_for_update(of=("self",)).get(pk=part.pk)
    if locked.state != wanted:
        raise RuleBroken(_("Svaret er kommet lenger i mellomtiden. Se på det igjen."), code="wrong_state")
    return locked
