"""What a member's own organisation learned from what a meeting decided."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor
from hjemvei.cooperation.models import Decision
from hjemvei.cooperation.states import WorkState
from hjemvei.core.errors import RuleBroken
from hjemvei.routines.actions.log_improvement import log_improvement
from hjemvei.routines.models import Improvement, Routine
from hjemvei.routines.texts import Lesson


def learn_from_decision(
    *, actor: Actor, decision: Decision, lesson: Lesson, routine: Routine | None, at: dt.datetime
) -> Improvement:
    """One for each organisation; the second time gives the first. Raises RuleBroken while nothing has come
    of the decision.
    """
    row = Decision.objects.visible_to(actor).get(pk=decision.pk)
    if row.state == WorkState.OPEN:
        raise RuleBroken(_("Lukk vedtaket først. Da vet dere hva det førte til."), code="wrong_state")
    return log_improvement(actor=actor, lesson=lesson, routine=routine, at=at)
