"""What the token's units have to do."""

from __future__ import annotations

import datetime as dt

from django.http import Http404
from django.utils.translation import gettext as _
from ninja import Query, Schema

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.api import ApiRequest
from hjemvei.cases.actions.exempt_task import exempt_task
from hjemvei.cases.actions.finish_task import finish_task
from hjemvei.cases.actions.reopen_task import reopen_task
from hjemvei.cases.models import Task
from hjemvei.cases.policy.inside import can_finish_task
from hjemvei.cases.queries.tasks import lock_task
from hjemvei.core import clock
from hjemvei.core.api import Body, Day, Key, Line, Listed, OptionalLine, Paging, Routes, must_match, page_of
from hjemvei.core.errors import RuleBroken
from hjemvei.sharing.api.shown import note_cases
from hjemvei.sharing.queries import disclose
from hjemvei.sharing.sealed import unlock

tasks = Routes("tasks")


class TaskOut(Schema):
    """`title` is in Bokmål whatever the language asked for, so that the entity tag stays the same."""

    key: str
    case: str
    code: str
    title: str
    clause: str
    to_unit: str
    opens_on: dt.date
    due_on: dt.date
    first_due_on: dt.date
    can_be_exempted: bool
    state: str
    done_at: dt.datetime | None
    done_note: str
    exempted_at: dt.datetime | None
    exempt_reason: str


class TaskQuery(Paging):
    """Open tasks of the token's units, the earliest due first; `due_before` narrows them."""

    due_before: Day | None = None


class CompletionIn(Body):
    note: OptionalLine = ""


class ExemptionIn(Body):
    reason: Line


@tasks.read("/tasks", Listed[TaskOut])
def list_tasks(request: ApiRequest, paging: Query[TaskQuery]) -> Listed[TaskOut]:
    actor = request.actor
    rows = Task.objects.visible_to(actor).filter(
        to_unit_id__in=actor.case_units(), done_at=None, exempted_at=None, lapsed_at=None
    )
    if paging.due_before:
        rows = rows.filter(due_on__lt=paging.due_before)
    found = page_of(rows.values("due_on", "id"), paging, by=("due_on", "id"))
    shown = Task.objects.visible_to(actor).select_related("case", "to_unit")
    by_id = shown.in_bulk([row["id"] for row in found.rows])
    note_cases(actor, [task.case_id for task in unlock(by_id.values())])
    items = [_out(by_id[row["id"]]) for row in found.rows]
    return Listed[TaskOut](items=items, next_cursor=found.next_cursor)


@tasks.read("/tasks/{key}", TaskOut, single=True)
def read_task(request: ApiRequest, key: Key) -> TaskOut:
    return _out(_task(request.actor, key))


@tasks.write("/tasks/{key}/completion", TaskOut, updates=True)
def complete_task(request: ApiRequest, key: Key, body: CompletionIn) -> TaskOut:
    actor = request.actor
    task = _task(actor, key, lock=True)
    must_match(request, _out(task))
    lock_task(actor, task)
    can_finish_task(actor, task).require()
    done = finish_task(actor=actor, case=task.case, code=task.code, note=body.note, at=clock.now())
    if done is None or done.pk != task.pk:
        raise RuleBroken(_("Oppgaven er ikke åpen lenger."), code="closed")
    task.refresh_from_db()
    return _out(task)


@tasks.write("/tasks/{key}/reopening", TaskOut, updates=True)
def reopen_completed_task(request: ApiRequest, key: Key) -> TaskOut:
    """Ticked off too soon: open again with the deadline it had; what happened stays on record."""
    actor = request.actor
    task = _task(actor, key, lock=True)
    must_match(request, _out(task))
    reopen_task(actor=actor, task=task, at=clock.now())
    task.refresh_from_db()
    return _out(task)


@tasks.write("/tasks/{key}/exemption", TaskOut, updates=True)
def exempt_from_task(request: ApiRequest, key: Key, body: ExemptionIn) -> TaskOut:
    actor = request.actor
    task = _task(actor, key, lock=True)
    must_match(request, _out(task))
    exempt_task(actor=actor, task=task, reason=body.reason, at=clock.now())
    task.refresh_from_db()
    return _out(task)


def _task(actor: Actor, key: str, *, lock: bool = False) -> Task:
    rows = Task.objects.visible_to(actor).select_related("case", "to_unit").filter(key=key)
    found: Task | None = (rows.select_for_update(of=("self",)) if lock else rows).first()
    if found is None:
        raise Http404
    disclose(actor, found.case)
    return found


def _state(task: Task) -> str:
    if task.done_at:
        return "done"
    if task.exempted_at:
        return "exempted"
    return "lapsed" if task.lapsed_at else "open"


def _out(task: Task) -> TaskOut:
    return TaskOut(
        key=task.key,
        case=task.case.key,
        code=task.code,
        title=task.words or task.title,
        clause=task.clause,
        to_unit=task.to_unit.slug,
        opens_on=task.opens_on,
        due_on=task.due_on,
        first_due_on=task.first_due_on,
        can_be_exempted=task.can_be_exempted,
        state=_state(task),
        done_at=task.done_at,
        done_note=task.done_note,
        exempted_at=task.exempted_at,
        exempt_reason=task.exempt_reason,
    )
