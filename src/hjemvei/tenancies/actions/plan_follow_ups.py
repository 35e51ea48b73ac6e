"""Plan the contacts that the agreement asks for after release; each needs the person's yes."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import InfoClass
from hjemvei.agreements.enums import OffsetUnit
from hjemvei.agreements.models import DeadlineChange
from hjemvei.agreements.rules import Offset
from hjemvei.cases.actions.record_event import record_event
from hjemvei.cases.models import AppliedAgreement
from hjemvei.core.errors import RuleBroken
from hjemvei.sharing.models import Case, owned_by
from hjemvei.sharing.queries import participants
from hjemvei.tenancies.models import FollowUp
from hjemvei.tenancies.policy import can_plan_follow_up
from hjemvei.tenancies.rules import contact_plan

PLANNED = gettext_noop("Oppfølging etter løslatelse er planlagt: %(count)s kontakter")


def plan_follow_ups(
    *,
    actor: Actor,
    case: Case,
    to_unit_id: int,
    released_on: dt.date,
    person_agreed: bool,
    at: dt.datetime,
) -> list[FollowUp]:
    """Those that are not planned yet, in order. Raises RuleBroken where the unit takes no part."""
    can_plan_follow_up(actor).require()
    if to_unit_id not in {part.unit_id for part in participants(case)}:
        text = _("Enheten deltar ikke i saken. Personen må samtykke til at den kobles inn.")
        raise RuleBroken(text, code="no_part", field="to_unit")
    planned = set(FollowUp.objects.visible_to(actor).of(case).values_list("code", flat=True).order_by("code"))
    made = [
        FollowUp.objects.create(
            **owned_by(actor, case, at=at),
            to_unit_id=to_unit_id,
            code=contact.code,
            planned_on=contact.planned_on,
            person_agreed=person_agreed,
        )
        for contact in contact_plan(released_on=released_on, changes=_changes(actor, case))
        if contact.code not in planned
    ]
    if made:
        record_event(
            actor=actor,
            case=case,
            code="follow_up_planned",
            text=PLANNED,
            info_class=InfoClass.COORDINATION,
            at=at,
            count=len(made),
        )
    return made


def _changes(actor: Actor, case: Case) -> dict[str, Offset]:
    """The numbers of the agreement that was applied to this case last."""
    applied = AppliedAgreement.objects.visible_to(actor).of(case).order_by("-id").first()
    if applied is None:
        return {}
    rows = DeadlineChange.objects.filter(version_id=applied.version_id).order_by("code")
    return {row.code: Offset(row.count, OffsetUnit(row.unit)) for row in rows}
