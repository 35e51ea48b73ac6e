"""Approve a draft: it holds from a day, and what held before ends then."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor
from hjemvei.core.errors import RuleBroken
from hjemvei.core.states import move
from hjemvei.routines.models import Improvement, Routine, RoutineVersion
from hjemvei.routines.policy import can_approve_routine
from hjemvei.routines.rules import months_after
from hjemvei.routines.states import ROUTINE_VERSION, VersionState


def approve_version(
    *,
    actor: Actor,
    version: RoutineVersion,
    valid_from: dt.date,
    review_on: dt.date,
    today: dt.date,
    at: dt.datetime,
) -> RoutineVersion:
    """Raises RuleBroken for days that do not fit, and where somebody was first."""
    can_approve_routine(actor, version.routine).require()
    routine = Routine.objects.visible_to(actor).select_for_update(of=("self",)).get(pk=version.routine_id)
    draft = RoutineVersion.objects.visible_to(actor).select_for_update(of=("self",)).get(pk=version.pk)
    move(draft, "approve", by=ROUTINE_VERSION)
    before = _before(routine)
    _check(valid_from, review_on, before, today)
    if before is not None:
        move(before, "replace", by=ROUTINE_VERSION)
        before.ends_before = valid_from
        before.save(update_fields=["state", "ends_before"])
    draft.valid_from, draft.approved_by_id, draft.approved_at = valid_from, actor.user_id, at
    draft.save(update_fields=["state", "valid_from", "approved_by", "approved_at"])
    routine.title, routine.review_on = draft.title, review_on
    routine.save(update_fields=["title", "review_on"])
    for lesson in Improvement.objects.visible_to(actor).filter(version=draft, effect_on__isnull=True):
        lesson.effect_on = months_after(valid_from, lesson.effect_months)
        lesson.save(update_fields=["effect_on"])
    return draft


def _before(routine: Routine) -> RoutineVersion | None:
    return RoutineVersion.objects.filter(routine=routine, state=VersionState.APPROVED).first()


def _check(valid_from: dt.date, review_on: dt.date, before: RoutineVersion | None, today: dt.date) -> None:
    if valid_from < today:
        raise RuleBroken(_("En rutine gjelder tidligst fra i dag."), code="past", field="valid_from")
    if before is not None and before.valid_from is not None and valid_from < before.valid_from:
        raise RuleBroken(
            _("Versjonen før gjelder fra en senere dag. Velg den dagen eller en etter."),
            code="before",
            field="valid_from",
        )
    if review_on <= valid_from:
        raise RuleBroken(
            _("Gjennomgangen må komme etter at rutinen begynner."), code="review", field="review_on"
        )
