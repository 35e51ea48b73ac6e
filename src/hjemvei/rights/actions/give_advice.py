"""The privacy officer says what they think of a request or a proposal; others decide."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor
from hjemvei.core.errors import RuleBroken
from hjemvei.rights.models import Advice, Disposal, Part
from hjemvei.rights.policy import can_advise


def give_advice(
    *, actor: Actor, text: str, at: dt.datetime, part: Part | None = None, disposal: Disposal | None = None
) -> Advice:
    """About one of the two. Raises RuleBroken without words."""
    can_advise(actor).require()
    if not text.strip():
        raise RuleBroken(_("Skriv rådet."), code="empty", field="text")
    return Advice.objects.create(
        controller_id=actor.controller_id, part=part, disposal=disposal, text=text.strip(),
        given_by_id=actor.user_id, given_at=at,
    )  # fmt: skip
