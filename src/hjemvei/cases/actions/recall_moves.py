"""The consent that an invitation stood on has ended: the wish stands, the invitation does not."""

from __future__ import annotations

import datetime as dt

from hjemvei.accounts.actor import Actor
from hjemvei.cases.asked import ANSWER, lapse_asked
from hjemvei.cases.models import MoveWish
from hjemvei.cases.states import MOVE, MoveState
from hjemvei.core.states import move
from hjemvei.sharing.models import Case, Consent


def recall_moves(
    *, actor: Actor, case: Case, consent: Consent, keeps: frozenset[int], at: dt.datetime
) -> None:
    """Units in `keeps` go on seeing the case, and stay invited."""
    rows = MoveWish.objects.visible_to(actor).of(case).filter(state=MoveState.INVITED, consent=consent)
    for row in rows.select_for_update(of=("self",)).order_by("id"):
        if row.to_unit_id in keeps:
            continue
        move(row, "recall", by=MOVE)
        row.to_unit, row.consent, row.answer_by, row.opened_case = None, None, None, False
        row.save(update_fields=["state", "to_unit", "consent", "answer_by", "opened_case"])
        lapse_asked(actor, case, ANSWER, at=at)
