"""The dispute has been taken to the county governor (sosialtjenesteloven § 49)."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import InfoClass
from hjemvei.cases.actions.finish_task import finish_task
from hjemvei.cases.actions.record_event import record_event
from hjemvei.cases.actions.sync_caseload import sync_caseload
from hjemvei.cases.models import Responsibility
from hjemvei.cases.policy.cooperation import can_record_governor
from hjemvei.cases.queries.cooperation import lock_responsibility
from hjemvei.cases.states import ResponsibilityState
from hjemvei.core.errors import RuleBroken

ASKED = gettext_noop("Uenigheten om ansvar er lagt fram for statsforvalteren")


def ask_governor(
    *, actor: Actor, responsibility: Responsibility, asked_on: dt.date, today: dt.date, at: dt.datetime
) -> Responsibility:
    """Raises RuleBroken where nobody disagrees, or for a day that has not come."""
    row = lock_responsibility(actor, responsibility)
    can_record_governor(actor, row).require()
    if row.state != ResponsibilityState.DISPUTED:
        raise RuleBroken(_("Det er ingen uenighet å legge fram."), code="no_dispute")
    if asked_on > today:
        raise RuleBroken(_("Datoen kan ikke være fram i tid."), code="future", field="asked_on")
    row.governor_asked_on = asked_on
    row.save(update_fields=["governor_asked_on"])
    record_event(
        actor=actor,
        case=row.case,
        code="governor_asked",
        text=ASKED,
        info_class=InfoClass.COORDINATION,
        at=at,
        milestone=True,
    )
    finish_task(actor=actor, case=row.case, code="dispute_to_governor", at=at)
    sync_caseload(case_ids=[row.case_id])
    return row
