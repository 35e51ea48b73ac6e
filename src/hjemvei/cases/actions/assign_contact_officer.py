"""Everybody inside has a contact officer from the first day (R138). A duty, not an offer."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import InfoClass, Role
from hjemvei.accounts.models import Membership, User
from hjemvei.cases.actions.finish_task import finish_task
from hjemvei.cases.actions.record_event import record_event
from hjemvei.cases.actions.sync_caseload import sync_caseload
from hjemvei.cases.models import Assignment
from hjemvei.cases.ownership import new_assignment
from hjemvei.cases.policy.cooperation import can_assign_contact_officer
from hjemvei.cases.states import ASSIGNMENT, AssignmentState
from hjemvei.core.errors import RuleBroken
from hjemvei.core.states import move
from hjemvei.parties.models import Unit
from hjemvei.sharing.models import Case, writing_unit

APPOINTED = gettext_noop("Kontaktbetjent er utpekt i %(unit)s")


def assign_contact_officer(
    *, actor: Actor, case: Case, to_user: User, today: dt.date, at: dt.datetime
) -> Assignment:
    """The earlier one's part ends. Raises RuleBroken for somebody who is no contact officer in the unit."""
    can_assign_contact_officer(actor, case).require()
    unit = Unit.objects.get(pk=writing_unit(actor, case))
    officers = Membership.objects.in_force(today).filter(unit=unit, role=Role.CONTACT_OFFICER)
    if not officers.filter(user=to_user).exists():
        raise RuleBroken(
            _("%(name)s er ikke kontaktbetjent i %(unit)s.") % {"name": to_user.name, "unit": unit.name},
            code="not_officer",
            field="to_user",
        )
    _end_earlier(actor, case, unit, at)
    assignment = new_assignment(
        actor, case, to_unit=unit, to_user=to_user, role=Role.CONTACT_OFFICER, is_owner=True, at=at
    )
    move(assignment, "accept", by=ASSIGNMENT)
    assignment.answered_at = at
    assignment.save()
    record_event(
        actor=actor,
        case=case,
        code="contact_officer",
        text=APPOINTED,
        info_class=InfoClass.COORDINATION,
        at=at,
        unit=unit.name,
    )
    finish_task(actor=actor, case=case, code="contact_officer", at=at)
    sync_caseload(case_ids=[case.pk])
    return assignment


def _end_earlier(actor: Actor, case: Case, unit: Unit, at: dt.datetime) -> None:
    earlier = Assignment.objects.visible_to(actor).filter(
        case=case, to_unit=unit, role=Role.CONTACT_OFFICER, state=AssignmentState.ACCEPTED
    )
    for row in earlier:
        move(row, "end", by=ASSIGNMENT)
        row.ended_at = at
        row.save(update_fields=["state", "ended_at"])
