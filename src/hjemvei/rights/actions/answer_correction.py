"""Whoever wrote it answers. What stood stays; the person's words and the answer stand beside it."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor
from hjemvei.cases.actions.finish_task import finish_task
from hjemvei.core.errors import RuleBroken
from hjemvei.rights.actions.take_down_correction import task_code
from hjemvei.rights.enums import CorrectionState, Delivery
from hjemvei.rights.models import Correction
from hjemvei.rights.policy import can_answer_correction
from hjemvei.sharing.queries import lock_row


def answer_correction(
    *,
    actor: Actor,
    correction: Correction,
    state: CorrectionState,
    answer: str,
    told: Delivery,
    at: dt.datetime,
) -> Correction:
    """Corrected: where the right one stands now. Not corrected: why not. Noted: nobody can say who is right.

    `told` is how the person gets to know. Raises RuleBroken without an answer, or where there is one.
    """
    locked = lock_row(actor, correction)
    can_answer_correction(actor, locked).require()
    if locked.state != CorrectionState.ASKED or state == CorrectionState.ASKED:
        raise RuleBroken(_("Kravet er besvart."), code="wrong_state")
    if not answer.strip():
        raise RuleBroken(_("Skriv hva som er gjort, eller hvorfor ikke."), code="answer", field="answer")
    locked.state, locked.answer, locked.told = state, answer.strip(), told
    locked.answered_by_id, locked.answered_at = actor.user_id, at
    locked.save(update_fields=["state", "answer", "told", "answered_by", "answered_at"])
    finish_task(actor=actor, case=locked.case, code=task_code(locked), at=at)
    return locked
