"""Yes to a part in a case; from now on somebody has it by name."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext_noop

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import InfoClass
from hjemvei.cases.actions.record_event import record_event
from hjemvei.cases.actions.sync_caseload import sync_caseload
from hjemvei.cases.models import Assignment
from hjemvei.cases.ownership import take_ownership
from hjemvei.cases.policy.cooperation import can_answer_assignment
from hjemvei.cases.queries.cooperation import lock_assignment
from hjemvei.cases.states import ASSIGNMENT
from hjemvei.core.states import move

ACCEPTED = gettext_noop("%(unit)s tok imot saken")


def accept_assignment(*, actor: Actor, assignment: Assignment, at: dt.datetime) -> Assignment:
    """An offer to a whole unit becomes the part of whoever accepts it first."""
    row = lock_assignment(actor, assignment)
    can_answer_assignment(actor, row).require()
    move(row, "accept", by=ASSIGNMENT)
    row.to_user_id, row.answered_at = actor.user_id, at
    row.save(update_fields=["state", "to_user", "answered_at"])
    take_ownership(actor, row, at=at)
    record_event(
        actor=actor,
        case=row.case,
        code="assignment_accepted",
        text=ACCEPTED,
        info_class=InfoClass.COORDINATION,
        at=at,
        unit=row.to_unit.name,
    )
    sync_caseload(case_ids=[row.case_id])
    return row
