"""No to a part in a case, with the reason; it comes back on top of the coordinator's inbox."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import InfoClass
from hjemvei.cases.actions.record_event import record_event
from hjemvei.cases.actions.sync_caseload import sync_caseload
from hjemvei.cases.models import Assignment
from hjemvei.cases.policy.cooperation import can_answer_assignment
from hjemvei.cases.queries.cooperation import lock_assignment
from hjemvei.cases.states import ASSIGNMENT
from hjemvei.core.errors import RuleBroken
from hjemvei.core.states import move

DECLINED = gettext_noop("%(unit)s sa nei til saken. Koordinatoren fordeler på nytt")


def decline_assignment(*, actor: Actor, assignment: Assignment, reason: str, at: dt.datetime) -> Assignment:
    """Raises RuleBroken without a reason."""
    row = lock_assignment(actor, assignment)
    can_answer_assignment(actor, row).require()
    if not reason.strip():
        raise RuleBroken(
            _("Skriv hvorfor, så koordinatoren kan fordele på nytt."), code="no_reason", field="reason"
        )
    move(row, "decline", by=ASSIGNMENT)
    row.reason, row.answered_at = reason.strip()[:300], at
    row.save(update_fields=["state", "reason", "answered_at"])
    record_event(
        actor=actor,
        case=row.case,
        code="assignment_declined",
        text=DECLINED,
        info_class=InfoClass.COORDINATION,
        at=at,
        unit=row.to_unit.name,
    )
    sync_caseload(case_ids=[row.case_id])
    return row
