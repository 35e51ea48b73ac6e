"""Say that something agreed slipped. About routines, never about the person; a refused consent is none."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import InfoClass
from hjemvei.cases.actions.record_event import record_event
from hjemvei.core.errors import RuleBroken
from hjemvei.deviations.choices import DeviationKind
from hjemvei.deviations.models import Deviation
from hjemvei.deviations.policy import can_report
from hjemvei.sharing.models import Case, owned_by
from hjemvei.sharing.queries import participants

REPORTED = gettext_noop("Avvik meldt")
ONCE = "deviation_once"


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    kind: DeviationKind
    happened_on: dt.date
    to_unit_id: int
    note: str = ""


def report_deviation(*, actor: Actor, case: Case, slip: Slip, at: dt.datetime) -> Deviation:
    """Raises RuleBroken for a day to come, a unit outside the case, or what is reported already."""
    can_report(actor).require()
    if slip.happened_on > localtime(at).date():
        raise RuleBroken(_("Dagen har ikke vært ennå."), code="too_early", field="happened_on")
    if slip.to_unit_id not in {part.unit_id for part in participants(case)}:
        raise RuleBroken(_("Enheten deltar ikke i saken."), code="no_part", field="to_unit")
    try:
        with transaction.atomic():
            deviation = Deviation.objects.create(
                **owned_by(actor, case, at=at),
                kind=slip.kind,
                happened_on=slip.happened_on,
                to_unit_id=slip.to_unit_id,
                note=slip.note,
            )
    except IntegrityError as error:
        if ONCE not in str(error):
            raise
        raise RuleBroken(_("Dette avviket er allerede meldt."), code="reported_already") from error
    record_event(
        actor=actor,
        case=case,
        code="deviation",
        text=REPORTED,
        info_class=InfoClass.COORDINATION,
        at=at,
        milestone=True,
    )
    return deviation
