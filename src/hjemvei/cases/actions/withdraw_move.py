"""The person does not want to move after all: nobody is asked why."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext_noop

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import InfoClass
from hjemvei.cases.actions.record_event import record_event
from hjemvei.cases.actions.sync_caseload import sync_caseload
from hjemvei.cases.asked import ANSWER, DECIDE, lapse_asked
from hjemvei.cases.models import MoveWish
from hjemvei.cases.policy.moves import can_withdraw_move
from hjemvei.cases.queries.moves import lock_move
from hjemvei.cases.states import MOVE, MoveState
from hjemvei.core.db import call
from hjemvei.core.states import move

WITHDRAWN = gettext_noop("Personen vil ikke flytte til %(municipality)s likevel")


def withdraw_move(*, actor: Actor, wish: MoveWish, at: dt.datetime) -> MoveWish:
    """A municipality that was only invited sees nothing afterwards."""
    row = lock_move(actor, wish)
    can_withdraw_move(actor, row).require()
    was_invited = row.state == MoveState.INVITED
    move(row, "withdraw", by=MOVE)
    row.withdrawn_at = at
    row.save(update_fields=["state", "withdrawn_at"])
    lapse_asked(actor, row.case, DECIDE, ANSWER, at=at)
    record_event(
        actor=actor,
        case=row.case,
        code="move_withdrawn",
        text=WITHDRAWN,
        info_class=InfoClass.COORDINATION,
        at=at,
        milestone=True,
        municipality=row.to_municipality.name_norwegian,
    )
    if was_invited and row.opened_case:
        call("let_go", row.consent_id, row.to_unit_id)
    sync_caseload(case_ids=[row.case_id])
    return row
