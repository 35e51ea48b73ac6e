"""Write down what was learned. Apps above call it for a deviation they closed or a decision they made."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor
from hjemvei.agreements.clauses import ClauseCode
from hjemvei.core.errors import NotAllowed, RuleBroken
from hjemvei.routines.models import Improvement, Routine
from hjemvei.routines.policy import can_log_improvement
from hjemvei.routines.texts import Lesson, check_number


def log_improvement(
    *, actor: Actor, lesson: Lesson, routine: Routine | None = None, at: dt.datetime
) -> Improvement:
    """The same row, or the same reference of the same source, is one lesson: the second time gives the first.

    Raises RuleBroken without words, with somebody's number or an unknown clause, NotAllowed for the routine
    of others.
    """
    can_log_improvement(actor).require()
    learned = lesson.learned.strip()
    if not learned:
        raise RuleBroken(_("Skriv kort hva dere lærte."), code="learned", field="learned")
    check_number(learned, lesson.reference, field="learned")
    if routine is not None and routine.controller_id != actor.controller_id:
        raise NotAllowed(_("Rutinen gjelder en annen virksomhet. Dere har deres egne."))
    if lesson.clause and lesson.clause not in {*ClauseCode}:
        raise RuleBroken(_("Velg et punkt fra listen."), code="unknown", field="clause")
    if earlier := _logged(actor, lesson):
        return earlier
    return Improvement.objects.create(
        controller_id=actor.controller_id,
        owner_unit_id=routine.owner_unit_id if routine else actor.unit_id,
        routine=routine,
        source=lesson.source,
        kind=lesson.kind,
        clause=lesson.clause,
        reference=lesson.reference.strip(),
        origin=lesson.origin,
        learned=learned,
        effect_months=lesson.effect_months,
        recorded_by_id=actor.user_id,
        recorded_at=at,
    )


def _logged(actor: Actor, lesson: Lesson) -> Improvement | None:
    rows = Improvement.objects.visible_to(actor)
    if lesson.origin:
        return rows.filter(origin=lesson.origin).first()
    reference = lesson.reference.strip()
    return rows.filter(source=lesson.source, reference=reference, origin="").first() if reference else None
