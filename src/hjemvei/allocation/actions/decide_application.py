"""Grant or refuse, with reasons, the help that is given, and the right of appeal (boligsosialloven § 7)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import InfoClass
from hjemvei.allocation.events import application_decided
from hjemvei.allocation.models import Application
from hjemvei.allocation.policy import can_decide
from hjemvei.allocation.rules import appeal_deadline
from hjemvei.allocation.states import APPLICATION
from hjemvei.cases.actions.record_event import record_event
from hjemvei.cases.actions.set_home_status import set_home_status
from hjemvei.cases.actions.sync_caseload import sync_caseload
from hjemvei.cases.choices import HomeStage
from hjemvei.core.errors import RuleBroken
from hjemvei.core.states import move

GRANTED = gettext_noop("Søknaden om bolig er innvilget. Klagefristen er %(appeal_by)s.")
REFUSED = gettext_noop("Søknaden om bolig er avslått. Klagefristen er %(appeal_by)s.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """`help_given` is the main content: what the person gets, also when no home is given."""

    is_granted: bool
    reasons: str
    help_given: str
    decided_on: dt.date


def decide_application(
    *, actor: Actor, application: Application, decided: Decided, at: dt.datetime
) -> Application:
    """Raises RuleBroken without reasons, before the application came, or when it is decided already."""
    rows = Application.objects.visible_to(actor).select_for_update(of=("self",))
    locked: Application = rows.get(pk=application.pk)
    can_decide(actor, locked).require()
    if not decided.reasons.strip():
        raise RuleBroken(_("Skriv hvorfor. Et vedtak skal begrunnes."), code="reasons", field="reasons")
    if decided.decided_on < locked.received_on:
        text = _("Vedtaket kan ikke være eldre enn søknaden.")
        raise RuleBroken(text, code="too_early", field="decided_on")
    move(locked, "grant" if decided.is_granted else "refuse", by=APPLICATION)
    locked.decided_on, locked.decided_by_id = decided.decided_on, actor.user_id
    locked.reasons, locked.help_given = decided.reasons, decided.help_given
    locked.appeal_by = appeal_deadline(decided.decided_on)
    locked.save()
    record_event(
        actor=actor,
        case=locked.case,
        code="housing_decision",
        text=GRANTED if decided.is_granted else REFUSED,
        info_class=InfoClass.HOUSING,
        at=at,
        milestone=True,
        appeal_by=locked.appeal_by,
    )
    status = HomeStage.GRANTED if decided.is_granted else HomeStage.NO_HOME
    set_home_status(actor=actor, case=locked.case, status=status, at=at)
    for tell in application_decided:
        tell(actor, locked, at)
    sync_caseload(case_ids=[locked.case_id])
    return locked
