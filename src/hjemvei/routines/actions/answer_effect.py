"""Say whether the changed routine helped."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor
from hjemvei.core.errors import RuleBroken
from hjemvei.routines.choices import Effect
from hjemvei.routines.models import Improvement
from hjemvei.routines.policy import can_answer_effect
from hjemvei.routines.rules import months_after
from hjemvei.routines.texts import Answer, check_number


def answer_effect(
    *, actor: Actor, improvement: Improvement, answer: Answer, today: dt.date, at: dt.datetime
) -> Improvement:
    """Too early asks again as many months later. Raises RuleBroken before anything was changed."""
    can_answer_effect(actor, improvement).require()
    locked = Improvement.objects.visible_to(actor).select_for_update(of=("self",)).get(pk=improvement.pk)
    if locked.effect_on is None:
        raise RuleBroken(
            _("Ingen rutine er endret ennå. Knytt læringen til en ny versjon først."), code="early"
        )
    if answer.effect == Effect.UNKNOWN:
        raise RuleBroken(_("Velg et svar."), code="effect", field="effect")
    check_number(answer.note, field="note")
    locked.effect, locked.effect_note = answer.effect, answer.note.strip()
    locked.answered_by_id, locked.answered_at = actor.user_id, at
    if answer.effect == Effect.TOO_EARLY:
        locked.effect_on = months_after(today, locked.effect_months)
    locked.save(update_fields=["effect", "effect_note", "answered_by", "answered_at", "effect_on"])
    return locked
