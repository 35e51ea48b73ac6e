"""Close a deviation with its cause, what is done so that it does not happen again, and whether it helped."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import InfoClass
from hjemvei.cases.actions.record_event import record_event
from hjemvei.core.errors import RuleBroken
from hjemvei.core.states import move
from hjemvei.deviations.choices import Cause, Effect
from hjemvei.deviations.models import AgendaPoint, Deviation
from hjemvei.deviations.policy import can_close
from hjemvei.deviations.rules import month_of, needs_words
from hjemvei.deviations.states import DEVIATION
from hjemvei.sharing.queries import lock_row

CLOSED = gettext_noop("Avvik lukket")


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing:
    cause: Cause
    cause_note: str = ""
    measure: str
    effect: Effect = Effect.UNKNOWN


def close_deviation(*, actor: Actor, deviation: Deviation, closing: Closing, at: dt.datetime) -> Deviation:
    """Raises RuleBroken without a measure, for "other" without words, or when it is closed already."""
    row = lock_row(actor, deviation)
    can_close(actor, row).require()
    if not closing.measure.strip():
        text = _("Skriv hva som gjøres for at det ikke skal skje igjen.")
        raise RuleBroken(text, code="measure", field="measure")
    if needs_words(closing.cause, closing.cause_note):
        raise RuleBroken(_("Skriv hva årsaken er."), code="cause_note", field="cause_note")
    move(row, "close", by=DEVIATION)
    row.cause, row.cause_note, row.effect = closing.cause, closing.cause_note.strip(), closing.effect
    row.measure, row.closed_at = closing.measure.strip(), at
    row.save(update_fields=["state", "cause", "cause_note", "effect", "measure", "closed_at"])
    points = AgendaPoint.objects.visible_to(actor).filter(
        pk__in=row.summaries.filter(controller_id=actor.controller_id).values("point_id")
    )
    points.filter(settled_month=None).update(settled_month=month_of(localdate(at)))
    record_event(
        actor=actor,
        case=row.case,
        code="deviation_closed",
        text=CLOSED,
        info_class=InfoClass(row.info_class),
        at=at,
    )
    return row
