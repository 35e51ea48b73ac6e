"""The coordinator gives a case, or a part of it, to a unit or a person named in the consent."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import InfoClass, Role
from hjemvei.accounts.models import Membership, User
from hjemvei.cases.actions.record_event import record_event
from hjemvei.cases.actions.sync_caseload import sync_caseload
from hjemvei.cases.models import Assignment
from hjemvei.cases.ownership import new_assignment, take_ownership
from hjemvei.cases.policy.cooperation import can_delegate
from hjemvei.cases.states import ASSIGNMENT
from hjemvei.core.errors import RuleBroken
from hjemvei.core.states import move
from hjemvei.parties.models import Unit
from hjemvei.sharing.actions.open_to_unit import open_to_unit
from hjemvei.sharing.models import Case
from hjemvei.sharing.queries import consent_for, takes_part

DELEGATED = gettext_noop("Saken er gitt til %(unit)s")
HANDED = gettext_noop("Saken ble fordelt")


def delegate_case(
    *,
    actor: Actor,
    case: Case,
    to_unit: Unit,
    role: Role,
    to_user: User | None = None,
    is_owner: bool = True,
    reason: str = "",
    today: dt.date,
    at: dt.datetime,
) -> Assignment:
    """To yourself: accepted at once. Raises RuleBroken `not_named` where the consent must be widened."""
    can_delegate(actor, case).require()
    if to_user is not None:
        check_member(to_user, to_unit, today)
    if not takes_part(case, to_unit.pk):
        _open(actor, case, to_unit, today, at)
    assignment = new_assignment(
        actor, case, to_unit=to_unit, to_user=to_user, role=role, is_owner=is_owner, reason=reason, at=at
    )
    if to_user is not None and to_user.pk == actor.user_id:
        move(assignment, "accept", by=ASSIGNMENT)
        assignment.answered_at = at
    assignment.save()
    take_ownership(actor, assignment, at=at)
    record_event(
        actor=actor,
        case=case,
        code="case_delegated",
        text=DELEGATED,
        info_class=InfoClass.COORDINATION,
        at=at,
        unit=to_unit.name,
    )
    sync_caseload(case_ids=[case.pk])
    return assignment


def check_member(user: User, unit: Unit, today: dt.date) -> None:
    """Raises RuleBroken for somebody who has no role in the unit today."""
    if not Membership.objects.in_force(today).filter(user=user, unit=unit).exists():
        raise RuleBroken(_("Personen arbeider ikke i enheten."), code="not_member", field="to_user")


def _open(actor: Actor, case: Case, to_unit: Unit, today: dt.date, at: dt.datetime) -> None:
    consent = consent_for(actor, case, unit_id=to_unit.pk, classes=[InfoClass.IDENTITY], today=today)
    if consent is None:
        raise RuleBroken(
            _("%(unit)s er ikke nevnt i samtykket. Spør personen, og utvid samtykket først.")
            % {"unit": to_unit.name},
            code="not_named",
            field="to_unit",
        )
    open_to_unit(actor=actor, case=case, consent=consent, unit=to_unit, what=HANDED, today=today, at=at)
