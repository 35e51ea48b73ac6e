"""Who does what by when towards a goal."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import InfoClass
from hjemvei.cases.actions.record_event import record_event
from hjemvei.core.errors import RuleBroken
from hjemvei.plans.choices import LifeArea
from hjemvei.plans.models import Goal, Measure
from hjemvei.plans.policy import can_plan_in
from hjemvei.sharing.models import owned_by
from hjemvei.sharing.queries import participants

ADDED = gettext_noop("Nytt tiltak i planen")


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """`to_unit_id` None means that the person does it."""

    text: str
    to_unit_id: int | None
    due_on: dt.date | None = None


def add_measure(*, actor: Actor, goal: Goal, promise: Promise, at: dt.datetime) -> Measure:
    """Raises RuleBroken where the unit takes no part: involving others needs the person's consent (§ 5)."""
    can_plan_in(actor, LifeArea(goal.area)).require()
    if not promise.text.strip():
        raise RuleBroken(_("Skriv hva som skal gjøres."), code="empty", field="text")
    parts = {part.unit_id for part in participants(goal.case)}
    if promise.to_unit_id is not None and promise.to_unit_id not in parts:
        text = _("Enheten deltar ikke i saken. Personen må samtykke til at den kobles inn.")
        raise RuleBroken(text, code="no_part", field="who")
    measure = Measure.objects.create(
        **owned_by(actor, goal.case, at=at),
        info_class=goal.info_class,
        goal=goal,
        text=promise.text.strip(),
        to_unit_id=promise.to_unit_id,
        is_own_effort=promise.to_unit_id is None,
        due_on=promise.due_on,
    )
    record_event(
        actor=actor,
        case=goal.case,
        code="measure_added",
        text=ADDED,
        info_class=InfoClass(goal.info_class),
        at=at,
    )
    return measure
