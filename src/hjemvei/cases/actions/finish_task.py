"""A task is done: by hand, or because another app has done what it asked for."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_noop

from hjemvei.accounts.actor import Actor, Seer
from hjemvei.accounts.enums import InfoClass
from hjemvei.accounts.kept import Kept, columns, instance
from hjemvei.agreements.enums import PartyCode
from hjemvei.cases.actions.record_event import record_event
from hjemvei.cases.actions.sync_caseload import sync_caseload
from hjemvei.cases.models import Task
from hjemvei.core.slots import Ask
from hjemvei.sharing.models import Case

DONE = gettext_noop("Oppgave gjort: %(task)s")


def event_class(task: Task) -> InfoClass:
    """What the prison has done on its own side is not told to others by the timeline."""
    return InfoClass.CUSTODY if task.party == PartyCode.PRISON else InfoClass(task.info_class)


@Kept
def ask_open_task(who: Seer, ask: Ask, _shape: None) -> QuerySet[Task, Any]:
    """Locked, for every action asks for one, and most find none."""
    mine = Task.objects.visible_to(who).filter(
        to_unit_id__any=ask.large_numbers("units"),
        case_id=ask.number("case"),
        code=ask.text("code"),
        done_at=None,
        exempted_at=None,
        lapsed_at=None,
    )
    first: QuerySet[Any, Any] = mine.select_for_update().order_by("due_on", "id").values(*columns(Task))[:1]
    return first


def finish_task(*, actor: Actor, case: Case, code: str, note: str = "", at: dt.datetime) -> Task | None:
    """The open task of this code in the actor's own units; None, and nothing done, where there is none.

    Doing it twice does it once. A task addressed to another unit stays open: the other party answers for it.
    """
    found = ask_open_task(actor, None, case=case.pk, code=code, units=actor.case_units())
    task = instance(Task, found[0]) if found else None
    if task is None:
        return None
    task.case = case
    close_as_done(actor, task, note=note, at=at)
    return task


def close_as_done(actor: Actor, task: Task, *, note: str, at: dt.datetime) -> None:
    """Write the locked task as done, a line of the timeline, and each unit's list."""
    task.done_at, task.done_by_id, task.done_note = at, actor.user_id, note[:300]
    task.save(update_fields=["done_at", "done_by", "done_note"])
    record_event(
        actor=actor,
        case=task.case,
        code="task_done",
        text=DONE,
        info_class=event_class(task),
        at=at,
        task=task.title,
    )
    sync_caseload(case_ids=[task.case_id])
