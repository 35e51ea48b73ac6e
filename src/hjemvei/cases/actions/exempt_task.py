"""Somebody decides that a task is not to be done, with a reason; a date that has passed stays passed."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from hjemvei.accounts.actor import Actor
from hjemvei.cases.actions.finish_task import event_class
from hjemvei.cases.actions.record_event import record_event
from hjemvei.cases.actions.sync_caseload import sync_caseload
from hjemvei.cases.models import Task
from hjemvei.cases.policy.inside import can_exempt_task
from hjemvei.cases.queries.tasks import lock_task
from hjemvei.core.errors import RuleBroken

EXEMPTED = gettext_noop("Fritatt fra oppgaven: %(task)s")


def exempt_task(*, actor: Actor, task: Task, reason: str, at: dt.datetime) -> Task:
    """Raises NotAllowed where the duty is owed, RuleBroken without a reason or when it is closed already."""
    task = lock_task(actor, task)
    can_exempt_task(actor, task).require()
    if not reason.strip():
        raise RuleBroken(_("Skriv hvorfor oppgaven ikke skal gjøres."), field="reason")
    task.exempted_at, task.exempted_by_id, task.exempt_reason = at, actor.user_id, reason.strip()[:300]
    task.save(update_fields=["exempted_at", "exempted_by", "exempt_reason"])
    record_event(
        actor=actor,
        case=task.case,
        code="task_exempted",
        text=EXEMPTED,
        info_class=event_class(task),
        at=at,
        task=task.title,
    )
    sync_caseload(case_ids=[task.case_id])
    return task
