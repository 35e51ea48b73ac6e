"""Write down that the person asks for a home, whoever hears it and in whatever form."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import InfoClass
from hjemvei.allocation.models import Application
from hjemvei.allocation.policy import can_apply
from hjemvei.allocation.states import ApplicationState
from hjemvei.cases.actions.finish_task import finish_task
from hjemvei.cases.actions.record_event import record_event
from hjemvei.cases.actions.set_home_status import set_home_status
from hjemvei.cases.actions.sync_caseload import sync_caseload
from hjemvei.cases.choices import HomeStage
from hjemvei.core.errors import RuleBroken
from hjemvei.sharing.models import Case, owned_by
from hjemvei.sharing.queries import participants

FILED = gettext_noop("Søknad om bolig mottatt")
OPEN = (ApplicationState.RECEIVED, ApplicationState.GRANTED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What the person asks for; `wishes` in the person's own words."""

    to_unit_id: int
    received_on: dt.date
    household_size: int = 1
    wanted_kind: str = ""
    wishes: str = ""


def file_application(*, actor: Actor, case: Case, request: Request, at: dt.datetime) -> Application:
    """Raises RuleBroken where the unit takes no part in the case, or has an open application already."""
    can_apply(actor).require()
    if request.to_unit_id not in {part.unit_id for part in participants(case)}:
        text = _("Enheten deltar ikke i saken. Personen må samtykke til at den kobles inn.")
        raise RuleBroken(text, code="no_part", field="to_unit")
    known = Application.objects.visible_to(actor).of(case).filter(state__in=OPEN)
    if known.filter(to_unit_id=request.to_unit_id).exists():
        text = _("Det ligger allerede en søknad hos denne enheten. Bruk den.")
        raise RuleBroken(text, code="applied_already")
    application = Application.objects.create(
        **owned_by(actor, case, at=at),
        to_unit_id=request.to_unit_id,
        received_on=request.received_on,
        household_size=request.household_size,
        wanted_kind=request.wanted_kind,
        wishes=request.wishes,
    )
    record_event(
        actor=actor,
        case=case,
        code="housing_application",
        text=FILED,
        info_class=InfoClass.HOUSING,
        at=at,
        milestone=True,
    )
    finish_task(actor=actor, case=case, code="housing_application", at=at)
    set_home_status(actor=actor, case=case, status=HomeStage.APPLIED, at=at)
    sync_caseload(case_ids=[case.pk])
    return application
