"""A case's tasks as lists show them: open by due date, done, exempted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.models import Membership
from hjemvei.cases.models import Task
from hjemvei.cases.policy.inside import WRITERS, can_exempt_task, can_finish_task, can_reopen_task
from hjemvei.cases.queries.derived import DERIVED
from hjemvei.core.errors import RuleBroken
from hjemvei.routines.behind import Behind, clause_label, read_behind
from hjemvei.sharing.models import Case
from hjemvei.sharing.queries import find_row, lock_row
from hjemvei.sharing.sealed import unlock
from hjemvei.ui.parts import Link

CLOSED_SHOWN = 50
RENOTIFY = "renotify"
NOT_TICKED = DERIVED | {RENOTIFY}
ANSWERED = ("correction_", "word_")
"""Beginnings of codes: what the person has said is done by the answer."""


@dataclass(frozen=True, slots=True)
class TaskLine:
    """`first_due_on` differs from `due_on` where the deadline moved; `overdue` stays for what is closed.

    `can_tick`: done by a click; what the case's own facts show is done there instead.
    """

    key: str
    title: str
    point: str
    routine: Link | None
    clause: str
    source: str
    unit: str
    who: str
    due_on: dt.date
    first_due_on: dt.date
    opens_on: dt.date
    overdue: bool
    can_finish: bool
    can_tick: bool
    can_renotify: bool
    can_exempt: bool
    can_reopen: bool
    closed_at: dt.datetime | None
    closed_by: str
    note: str


@dataclass(frozen=True, slots=True)
class TaskLists:
    now: Sequence[TaskLine]
    later: Sequence[TaskLine]
    done: Sequence[TaskLine]
    exempted: Sequence[TaskLine]


def lock_task(actor: Actor, task: Task) -> Task:
    """The task as it stands. Raises Http404 when invisible, RuleBroken when somebody closed it first."""
    found = lock_row(actor, task)
    if found.done_at or found.exempted_at or found.lapsed_at:
        raise RuleBroken(_("Oppgaven er allerede avsluttet av deg eller noen andre."), code="closed")
    return found


def find_task(actor: Actor, case: Case, key: str, *, lock: bool = False) -> Task:
    """Raises Http404."""
    return find_row(actor, Task, case=case, key=key, lock=lock)


def task_lists(actor: Actor, case: Case, *, today: dt.date) -> TaskLists:
    """One statement, one for keys, one for the routines behind. What has lapsed is left out: nobody is to do
    it any more.
    """
    rows = (
        Task.objects.visible_to(actor)
        .filter(case=case, lapsed_at=None)
        .select_related("case", "to_unit", "to_user", "done_by", "exempted_by")
        .order_by("due_on", "id")
    )
    found = list(unlock(rows))
    behind = read_behind(actor, (row.code for row in found), today=today)
    lines = [(row, _line(actor, row, today, behind)) for row in found]
    waiting = [(row, line) for row, line in lines if not row.done_at and not row.exempted_at]
    done = [line for row, line in lines if row.done_at]
    return TaskLists(
        now=[line for row, line in waiting if row.opens_on <= today],
        later=[line for row, line in waiting if row.opens_on > today],
        done=sorted(done, key=lambda line: line.closed_at or dt.datetime.min, reverse=True)[:CLOSED_SHOWN],
        exempted=[line for row, line in lines if row.exempted_at],
    )


def _line(actor: Actor, row: Task, today: dt.date, behind: Behind) -> TaskLine:
    closed_at = row.done_at or row.exempted_at
    closer = row.done_by or row.exempted_by
    until = localdate(closed_at) if closed_at else today
    ways = _ways_to_close(actor, row) if closed_at is None else NO_WAY
    return TaskLine(
        key=row.key,
        title=row.said,
        point=clause_label(row.code),
        routine=behind.link(row.code, row.to_unit_id),
        clause=_(row.clause) if row.clause else "",
        source=_(row.source) if row.source else "",
        unit=row.to_unit.name,
        who=row.to_user.name if row.to_user else "",
        due_on=row.due_on,
        first_due_on=row.first_due_on,
        opens_on=row.opens_on,
        overdue=until > row.due_on,
        can_finish=ways.finish,
        can_tick=ways.finish and row.code not in NOT_TICKED and not row.code.startswith(ANSWERED),
        can_renotify=ways.finish and row.code == RENOTIFY,
        can_exempt=ways.exempt,
        can_reopen=row.done_at is not None and bool(can_reopen_task(actor, row)),
        closed_at=closed_at,
        closed_by=closer.name if closer else "",
        note=row.done_note or row.exempt_reason,
    )


@dataclass(frozen=True, slots=True)
class _Ways:
    finish: bool
    exempt: bool


NO_WAY = _Ways(finish=False, exempt=False)


def _ways_to_close(actor: Actor, row: Task) -> _Ways:
    return _Ways(finish=bool(can_finish_task(actor, row)), exempt=bool(can_exempt_task(actor, row)))


def colleagues(unit_id: int, *, today: dt.date) -> list[tuple[int, str]]:
    """Who may be given a task of the unit."""
    seats = Membership.objects.in_force(today).filter(unit_id=unit_id, role__in=WRITERS, user__is_active=True)
    return list(seats.order_by("user__name", "user_id").values_list("user_id", "user__name").distinct())
