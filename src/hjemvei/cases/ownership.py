"""One owner in each controller: the newest who accepted; the earlier one keeps a part without it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import Role
from hjemvei.accounts.models import User
from hjemvei.cases.hands import note_hand
from hjemvei.cases.models import Assignment
from hjemvei.cases.states import AssignmentState
from hjemvei.parties.models import Unit
from hjemvei.sharing.models import Case, owned_by


def new_assignment(
    actor: Actor,
    case: Case,
    *,
    to_unit: Unit,
    to_user: User | None,
    role: str | Role,
    is_owner: bool,
    reason: str = "",
    at: dt.datetime,
    **values: Any,
) -> Assignment:
    """Offered, not saved."""
    return Assignment(
        **owned_by(actor, case, at=at),
        to_unit=to_unit,
        to_user=to_user,
        role=role,
        is_owner=is_owner,
        reason=reason[:300],
        offered_at=at,
        **values,
    )


def take_ownership(actor: Actor, assignment: Assignment, *, at: dt.datetime) -> None:
    """Once accepted by its owner-to-be, nobody else of the same controller owns the case."""
    if not assignment.is_owner or assignment.state != AssignmentState.ACCEPTED:
        return
    others = Assignment.objects.visible_to(actor).filter(
        case_id=assignment.case_id,
        is_owner=True,
        state=AssignmentState.ACCEPTED,
        to_unit__controller_id=assignment.to_unit.controller_id,
    )
    others.exclude(pk=assignment.pk).update(is_owner=False)
    note_hand(actor, assignment.case, unit=assignment.to_unit, at=at)
