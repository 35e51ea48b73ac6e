"""Write a routine: begin it, or its next version, or go on with the draft that there is."""

from __future__ import annotations

import datetime as dt

from django.db.models import Max
from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor
from hjemvei.core.errors import RuleBroken
from hjemvei.routines.choices import Covers
from hjemvei.routines.models import Improvement, Routine, RoutineVersion
from hjemvei.routines.policy import can_start_routine, can_write_routine
from hjemvei.routines.states import VersionState
from hjemvei.routines.texts import RoutineText, check_text


def start_routine(
    *, actor: Actor, text: RoutineText, covers: Covers, starter: str = "", at: dt.datetime
) -> RoutineVersion:
    """The unit acted for owns it. A starter is taken once by each unit."""
    can_start_routine(actor).require()
    check_text(text)
    own = Routine.objects.visible_to(actor).filter(owner_unit_id=actor.unit_id)
    if starter and own.filter(starter=starter).exists():
        raise RuleBroken(_("Enheten har alt denne rutinen. Endre den i stedet."), code="taken")
    routine = Routine.objects.create(
        controller_id=actor.controller_id,
        owner_unit_id=actor.unit_id,
        covers=covers,
        title=text.title.strip(),
        starter=starter,
    )
    return _new(actor, routine, text, at)


def write_draft(
    *,
    actor: Actor,
    routine: Routine,
    text: RoutineText,
    improvement: Improvement | None = None,
    at: dt.datetime,
) -> RoutineVersion:
    """`improvement`: what was learned that leads to this version. Raises RuleBroken, NotAllowed."""
    can_write_routine(actor, routine).require()
    check_text(text)
    locked = Routine.objects.visible_to(actor).select_for_update(of=("self",)).get(pk=routine.pk)
    draft = RoutineVersion.objects.visible_to(actor).filter(routine=locked, state=VersionState.DRAFT).first()
    version = _again(actor, draft, text, at) if draft else _new(actor, locked, text, at)
    if improvement is not None:
        improvement.routine, improvement.version = locked, version
        improvement.owner_unit_id = locked.owner_unit_id
        improvement.save(update_fields=["routine", "version", "owner_unit"])
    return version


def _new(actor: Actor, routine: Routine, text: RoutineText, at: dt.datetime) -> RoutineVersion:
    last = RoutineVersion.objects.filter(routine=routine).aggregate(last=Max("number"))["last"] or 0
    version = RoutineVersion(routine=routine, controller_id=routine.controller_id, number=last + 1)
    return _again(actor, version, text, at)


def _again(actor: Actor, version: RoutineVersion, text: RoutineText, at: dt.datetime) -> RoutineVersion:
    version.title, version.steps, version.language = text.title.strip(), text.steps.strip(), text.language
    version.clauses, version.rules, version.roles = [*text.clauses], [*text.rules], [*text.roles]
    version.change_note = text.change_note.strip()
    version.recorded_by_id, version.recorded_at = actor.user_id, at
    version.save()
    return version
