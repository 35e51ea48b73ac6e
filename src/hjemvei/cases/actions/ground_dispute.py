"""The other municipality named in a dispute says what it thinks; help goes on meanwhile."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import InfoClass
from hjemvei.cases.actions.finish_task import finish_task
from hjemvei.cases.actions.record_event import record_event
from hjemvei.cases.asked import GROUND
from hjemvei.cases.models import Responsibility
from hjemvei.cases.policy.cooperation import can_answer_as_second
from hjemvei.cases.queries.cooperation import lock_responsibility
from hjemvei.cases.states import ResponsibilityState
from hjemvei.core.errors import RuleBroken

SAID = gettext_noop("%(municipality)s har sagt hva kommunen mener om ansvaret")


def ground_dispute(
    *, actor: Actor, responsibility: Responsibility, reason: str, at: dt.datetime
) -> Responsibility:
    """Raises RuleBroken without a reason, and where nobody disagrees any longer."""
    row = lock_responsibility(actor, responsibility)
    can_answer_as_second(actor, row).require()
    if row.state != ResponsibilityState.DISPUTED:
        raise RuleBroken(_("Uenigheten er over."), code="no_dispute")
    if not reason.strip():
        raise RuleBroken(_("Skriv hva kommunen mener, og hvorfor."), code="no_reason", field="reason")
    row.second_answer, row.second_answered_at = reason.strip()[:600], at
    row.save(update_fields=["second_answer", "second_answered_at"])
    assert row.second_municipality is not None
    record_event(
        actor=actor,
        case=row.case,
        code="dispute_grounded",
        text=SAID,
        info_class=InfoClass.COORDINATION,
        at=at,
        milestone=True,
        municipality=row.second_municipality.name_norwegian,
    )
    finish_task(actor=actor, case=row.case, code=GROUND, at=at)
    return row
