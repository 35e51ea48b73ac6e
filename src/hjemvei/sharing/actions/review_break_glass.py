"""The privacy officer says whether an emergency access was in order."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor
from hjemvei.core.db import call
from hjemvei.core.errors import Conflict, RuleBroken
from hjemvei.sharing.access.policy import can_review
from hjemvei.sharing.enums import ReviewOutcome
from hjemvei.sharing.models import BreakGlass
from hjemvei.sharing.sealed import seal_beside


def review_break_glass(
    *, actor: Actor, opening: BreakGlass, outcome: ReviewOutcome, text: str, at: dt.datetime
) -> None:
    """What was not in order says what the deviation was. Raises Conflict when it is reviewed already."""
    can_review(actor, opening).require()
    if opening.reviewed_at is not None:
        raise Conflict(_("Nødtilgangen er gjennomgått."))
    if outcome is ReviewOutcome.NOT_IN_ORDER and not text.strip():
        raise RuleBroken(_("Skriv hva avviket var, og hva som gjøres."), field="text")
    told = seal_beside(opening, "reason", "review_text", text.strip())
    call("review_break_glass", opening.pk, outcome.value, told, at)
