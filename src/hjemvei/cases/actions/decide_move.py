"""The original municipality says early what it thinks of the move, and when and why (R243)."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import InfoClass
from hjemvei.cases.actions.finish_task import finish_task
from hjemvei.cases.actions.record_event import record_event
from hjemvei.cases.asked import DECIDE
from hjemvei.cases.enums import MoveView
from hjemvei.cases.models import MoveWish
from hjemvei.cases.policy.moves import OPEN, can_decide_move
from hjemvei.cases.queries.moves import lock_move
from hjemvei.core.errors import RuleBroken

TEXTS = {
    MoveView.SUPPORTS: gettext_noop("%(municipality)s støtter flyttingen"),
    MoveView.ADVISES_AGAINST: gettext_noop("%(municipality)s råder fra flyttingen. Personen bestemmer selv"),
}


def decide_move(*, actor: Actor, wish: MoveWish, view: MoveView, reason: str, at: dt.datetime) -> MoveWish:
    """It stays responsible either way, until another has said yes. Raises RuleBroken without a reason, for a
    second decision, and for a wish that is over.
    """
    row = lock_move(actor, wish)
    can_decide_move(actor, row).require()
    if row.decision or row.state not in OPEN:
        raise RuleBroken(_("Kommunen har alt tatt stilling, eller ønsket er avsluttet."), code="decided")
    if not reason.strip():
        raise RuleBroken(_("Skriv hvorfor. Personen kan lese det."), code="no_reason", field="reason")
    row.decision, row.decided_at, row.decision_reason = view.value, at, reason.strip()[:600]
    row.save(update_fields=["decision", "decided_at", "decision_reason"])
    record_event(
        actor=actor,
        case=row.case,
        code="move_decided",
        text=TEXTS[view],
        info_class=InfoClass.COORDINATION,
        at=at,
        milestone=True,
        municipality=row.from_municipality.name_norwegian,
    )
    finish_task(actor=actor, case=row.case, code=DECIDE, at=at)
    return row
