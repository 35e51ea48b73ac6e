"""Somebody writes how long remand is presumed to last, with a reason; without it nobody knows (R108)."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import InfoClass
from hjemvei.agreements.enums import CustodyStatus
from hjemvei.cases.actions.record_event import record_event
from hjemvei.cases.actions.sync_tasks import sync_tasks
from hjemvei.cases.models import PresumedStay
from hjemvei.cases.policy.inside import can_record_dates
from hjemvei.cases.stay import lock_custody
from hjemvei.core.errors import RuleBroken
from hjemvei.sharing.models import Case, owned_by

PRESUMED = gettext_noop("Varetekten antas å vare til %(until)s")


def presume_stay(
    *, actor: Actor, case: Case, until: dt.date, reason: str, at: dt.datetime, today: dt.date
) -> PresumedStay:
    """Raises RuleBroken for somebody who is not on remand, or without a reason."""
    can_record_dates(actor, case).require()
    custody = lock_custody(actor, case)
    if custody.status != CustodyStatus.REMAND:
        raise RuleBroken(_("Bare varetekt trenger en antakelse. Personen er ikke i varetekt."))
    if until <= custody.starts_on:
        raise RuleBroken(_("Datoen må være etter at personen ble satt inn."), field="until")
    if not reason.strip():
        raise RuleBroken(_("Skriv hvorfor det antas."), field="reason")
    row: PresumedStay = PresumedStay.objects.create(
        **owned_by(actor, case, at=at), custody=custody, until=until, reason=reason.strip()[:300]
    )
    record_event(
        actor=actor,
        case=case,
        code="presumed",
        text=PRESUMED,
        info_class=InfoClass.CUSTODY,
        at=at,
        until=until,
    )
    sync_tasks(actor=actor, case=case, at=at, today=today)
    return row
