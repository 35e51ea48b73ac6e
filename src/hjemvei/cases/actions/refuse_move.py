"""The invited municipality says no, with a reason; the original one stays responsible."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from hjemvei.accounts.actor import Actor
from hjemvei.cases.actions.sync_caseload import sync_caseload
from hjemvei.cases.enums import MoveRefusal
from hjemvei.cases.models import MoveWish
from hjemvei.cases.policy.moves import can_answer_move
from hjemvei.cases.queries.moves import lock_move
from hjemvei.cases.states import MOVE
from hjemvei.core.db import call
from hjemvei.core.errors import RuleBroken
from hjemvei.core.states import move

REFUSED = gettext_noop("%(municipality)s har sagt nei til å overta ansvaret")


def refuse_move(
    *, actor: Actor, wish: MoveWish, refusal: MoveRefusal, reason: str, at: dt.datetime
) -> MoveWish:
    """A municipality that saw the case by the invitation alone sees nothing of it afterwards.

    Raises RuleBroken without words: a code alone tells the person nothing.
    """
    row = lock_move(actor, wish)
    can_answer_move(actor, row).require()
    if not reason.strip():
        raise RuleBroken(_("Skriv hvorfor. Personen kan lese det."), code="no_reason", field="reason")
    move(row, "refuse", by=MOVE)
    row.answered_at, row.refusal, row.refusal_reason = at, refusal.value, reason.strip()[:600]
    row.save(update_fields=["state", "answered_at", "refusal", "refusal_reason"])
    call("answer_move", row.pk, "move_refused", REFUSED, "", b"", at)
    if row.opened_case:
        call("let_go", row.consent_id, row.to_unit_id)
    sync_caseload(case_ids=[row.case_id])
    return row
