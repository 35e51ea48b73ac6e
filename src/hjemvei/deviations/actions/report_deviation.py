"""Say that something agreed slipped, or went well. About routines, never the person; a no is no deviation."""

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
from hjemvei.core.states import move
from hjemvei.deviations.choices import WELL, Cause, DeviationKind, class_of
from hjemvei.deviations.models import Deviation
from hjemvei.deviations.policy import can_report
from hjemvei.deviations.rules import needs_words
from hjemvei.deviations.states import DEVIATION
from hjemvei.sharing.models import Case, owned_by
from hjemvei.sharing.queries import participants

REPORTED = gettext_noop("Avvik meldt")
WENT_WELL = gettext_noop("Meldt at noe gikk bra")
ONCE = "deviation_said_once"


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    kind: DeviationKind
    happened_on: dt.date
    to_unit_id: int
    cause: Cause | None = None
    cause_note: str = ""
    note: str = ""


def report_deviation(*, actor: Actor, case: Case, slip: Slip, at: dt.datetime) -> Deviation:
    """Raises RuleBroken for a day to come, a unit outside the case, "other" without words, or twice."""
    can_report(actor).require()
    if slip.happened_on > localtime(at).date():
        raise RuleBroken(_("Dagen har ikke vært ennå."), code="too_early", field="happened_on")
    if slip.to_unit_id not in {part.unit_id for part in participants(case)}:
        raise RuleBroken(_("Enheten deltar ikke i saken."), code="no_part", field="to_unit")
    if slip.cause is not None and needs_words(slip.cause, slip.cause_note):
        raise RuleBroken(_("Skriv hva årsaken er."), code="cause_note", field="cause_note")
    row = _row(actor, case, slip, at)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        if ONCE not in str(error):
            raise
        raise RuleBroken(_("Dette avviket er allerede meldt."), code="reported_already") from error
    record_event(
        actor=actor,
        case=case,
        code="deviation",
        text=WENT_WELL if slip.kind in WELL else REPORTED,
        info_class=InfoClass(row.info_class),
        at=at,
        milestone=True,
    )
    return row


def _row(actor: Actor, case: Case, slip: Slip, at: dt.datetime) -> Deviation:
    """Whoever tells of a home without being let into homes says it in the class they work in."""
    info_class = class_of(slip.kind)
    row = Deviation(
        **owned_by(actor, case, at=at),
        info_class=info_class if actor.may_read(info_class) else InfoClass.COORDINATION,
        kind=slip.kind,
        happened_on=slip.happened_on,
        to_unit_id=slip.to_unit_id,
        cause=slip.cause or "",
        cause_note=slip.cause_note.strip(),
        note=slip.note.strip(),
    )
    if slip.kind in WELL:
        move(row, "note", by=DEVIATION)
    return row
