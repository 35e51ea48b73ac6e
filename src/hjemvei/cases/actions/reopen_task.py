"""A task was ticked off too soon: it is open again, with the deadline it had, and the timeline says so."""

from __future__ import annotations

import datetime as dt

from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from hjemvei.accounts.actor import Actor
from hjemvei.cases.actions.finish_task import event_class
from hjemvei.cases.actions.record_event import record_event
from hjemvei.cases.actions.sync_caseload import sync_caseload
from hjemvei.cases.models import Task
from hjemvei.cases.policy.inside import can_reopen_task
from hjemvei.core.errors import RuleBroken

REOPENED = gettext_noop("Oppgave åpnet igjen: %(task)s")


def reopen_task(*, actor: Actor, task: Task, at: dt.datetime) -> Task:
    """What was done stays in the timeline and the change log; only the task's own state goes back.

    Raises NotAllowed for another unit's task, RuleBroken when it is not done, or is open anew already.
    """
    row = _lock(actor, task)
    can_reopen_task(actor, row).require()
    if row.done_at is None:
        raise RuleBroken(_("Oppgaven er ikke gjort, så det er ingenting å angre."), code="not_done")
    twin = Task.objects.visible_to(actor).filter(
        case_id=row.case_id, code=row.code, to_unit_id=row.to_unit_id
    )
    if twin.filter(done_at=None, exempted_at=None, lapsed_at=None).exists():
        raise RuleBroken(_("Den samme oppgaven er alt åpen på nytt."), code="open_already")
    row.done_at, row.done_by_id, row.done_note = None, None, ""
    row.save(update_fields=["done_at", "done_by", "done_note"])
    record_event(
        actor=actor,
        case=row.case,
        code="task_reopened",
        text=REOPENED,
        info_class=event_class(row),
        at=at,
        task=row.title,
    )
    sync_caseload(case_ids=[row.case_id])
    return row


def _lock(actor: Actor, task: Task) -> Task:
    rows = Task.objects.visible_to(actor).select_for_update(of=("self",)).select_related("case")
    found: Task | None = rows.filter(pk=task.pk).first()
    if found is None:
        raise Http404
    return found
