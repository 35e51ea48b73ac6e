"""A measure is started, done or dropped."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from django.utils.timezone import localtime
from django.utils.translation import gettext_noop

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import InfoClass
from hjemvei.cases.actions.record_event import record_event
from hjemvei.core.states import move
from hjemvei.plans.choices import MEASURE, MeasureState
from hjemvei.plans.models import Measure
from hjemvei.plans.policy import can_move_measure

Verb = Literal["start", "finish", "drop"]
TEXTS: dict[Verb, str] = {
    "start": gettext_noop("Et tiltak i planen er i gang"),
    "finish": gettext_noop("Et tiltak i planen er gjort"),
    "drop": gettext_noop("Et tiltak i planen er ikke aktuelt lenger"),
}


def move_measure(*, actor: Actor, measure: Measure, verb: Verb, at: dt.datetime) -> Measure:
    """Raises RuleBroken when it is done or dropped already."""
    rows = Measure.objects.visible_to(actor).select_for_update(of=("self",))
    locked: Measure = rows.get(pk=measure.pk)
    can_move_measure(actor, locked).require()
    move(locked, verb, by=MEASURE)
    if locked.state == MeasureState.DONE:
        locked.done_on = localtime(at).date()
    locked.save(update_fields=["state", "done_on"])
    record_event(
        actor=actor,
        case=locked.case,
        code=f"measure_{verb}",
        text=TEXTS[verb],
        info_class=InfoClass(locked.info_class),
        at=at,
        milestone=verb == "finish",
    )
    return locked
