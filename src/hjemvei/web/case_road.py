"""The road as a row of steps, and which page does what a task asks for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hjemvei.accounts.actor import Actor
from hjemvei.cases.choices import HomeStage
from hjemvei.cases.policy.cooperation import NOTIFIERS
from hjemvei.cases.policy.inside import WRITERS
from hjemvei.cases.queries.derived import DERIVED
from hjemvei.cases.queries.tasks import ANSWERED
from hjemvei.routines.behind import NOTHING_BEHIND, Behind, clause_label
from hjemvei.ui import formats
from hjemvei.ui.parts import Phase, Tag, Task, Text
from hjemvei.web.case_page import CaseHead, TaskRow
from hjemvei.web.registry import address

STEPS: tuple[tuple[str, Text, str, tuple[str, ...]], ...] = (
    (
        "start",
        gettext_lazy("Innkomst"),
        "cases:tasks",
        ("contact_officer", "intake", "eligibility", "detention"),
    ),
    ("consent", gettext_lazy("Samtykke"), "sharing:consent", ("consent",)),
    (
        "notice",
        gettext_lazy("Varsel"),
        "cases:notices",
        ("responsible_m", "first_notice", "acknowledge", "renotify", "dispute", "under_25"),
    ),
    ("plan", gettext_lazy("Plan"), "plans:plan", ("brik", "future_plan", "plan_", "responsible_g")),
    ("home", gettext_lazy("Bolig"), "allocation:home", ("keep_home", "housing", "homeless", "deposit")),
    (
        "ready",
        gettext_lazy("Klar"),
        "cases:tasks",
        ("release_plan", "readiness", "owner_in", "release_dates"),
    ),
    ("release", gettext_lazy("Løslatelse"), "cases:dates", ("release_confirmed", "first_night", "unplanned")),
    (
        "after",
        gettext_lazy("Oppfølging"),
        "tenancies:follow_up",
        ("follow_up", "first_follow", "still", "temporary"),
    ),
)
"""Step, label, the page about it, and the beginnings of its tasks' codes (`agreements.deadlines_*`)."""
HOUSED = {HomeStage.KEPT, HomeStage.LEASED, HomeStage.KEYS}
RENOTIFY = "renotify"
PAGES = {
    "consent": "sharing:consent",
    "release_dates": "cases:dates",
    "first_notice": "cases:notices",
    "renotify": "cases:notices",
    "acknowledge": "cases:notices",
    "responsible_m": "cases:people",
    "dispute": "cases:people",
    "move_": "cases:people",
    "hands_": "cases:people",
    "contact_officer": "cases:people",
    "answer": "cases:messages",
    "brik": "needs:housing",
    "keep_home": "needs:housing",
    "plan_": "plans:plan",
    "future_plan": "plans:plan",
    "housing": "allocation:home",
    "deposit": "tenancies:home",
    "first_night": "tenancies:follow_up",
    "follow_up": "tenancies:follow_up",
    "first_follow": "tenancies:follow_up",
    "still_housed": "tenancies:follow_up",
    "correction_": "rights:case",
    "word_": "portal_staff:person",
}


def road(head: CaseHead, tasks: Sequence[TaskRow]) -> list[Phase]:
    """A step is done when all its tasks are, late when one is overdue; the first with work to do is now."""
    states = [_step_state(head, name, [task for task in tasks if task.code.startswith(begins)])
              for name, _label, _page, begins in STEPS]  # fmt: skip
    now = next((at for at, state in enumerate(states) if state in ("open", "late")), None)
    return [
        Phase(
            label=label,
            state="current"
            if at == now and states[at] == "open"
            else "next"
            if states[at] == "open"
            else states[at],  # type: ignore[arg-type]
            url=address(page, head.case.key),
        )
        for at, (_name, label, page, _begins) in enumerate(STEPS)
    ]


def _step_state(head: CaseHead, name: str, tasks: Sequence[TaskRow]) -> str:
    states = {task.state for task in tasks}
    if "overdue" in states:
        return "late"
    if name == "consent" and head.consent and head.consent["state"] == "given":
        return "done"
    if name == "home" and head.load.get("status") in HOUSED:
        return "done"
    if "open" in states:
        return "open"
    if name == "start" and head.custody and not states:
        return "done"
    return "done" if "done" in states and "upcoming" not in states else "next"


def page_for(code: str, key: str) -> str:
    """Where the task is done; the list of tasks where no page is about it."""
    place = next((page for begins, page in PAGES.items() if code.startswith(begins)), "cases:tasks")
    return address(place, key) or address("cases:tasks", key)


def next_actions(
    actor: Actor, head: CaseHead, tasks: Iterable[TaskRow], *, today: dt.date, behind: Behind = NOTHING_BEHIND
) -> tuple[list[Task], list[Task]]:
    """What this unit must do now, and what others must do, both by due date."""
    waiting = [task for task in tasks if task.state in ("overdue", "open")]
    units = frozenset(actor.units)
    mine = [_task(actor, head, task, today, behind) for task in waiting if task.unit_id in units]
    others = [
        _task(actor, head, task, today, behind, other=True) for task in waiting if task.unit_id not in units
    ]
    return mine, others


@dataclass(frozen=True, slots=True)
class Ways:
    """The page where a task is done, and where one click does it; either address may be empty."""

    page: str = ""
    click: str = ""
    label: Text = ""


def ways_to_do(actor: Actor, key: str, *, task_key: str, code: str, unit_id: int) -> Ways:
    """What the case's own facts show is done on its page alone; a task without a page is done by the click.

    To tell the municipality of a moved date is itself one click, so nobody ticks off having done it.
    """
    place, roles = page_for(code, key), actor.unit_roles.get(unit_id, frozenset())
    if code == RENOTIFY and roles & NOTIFIERS:
        return Ways(place, address("cases:renotify", key), _("Varsle på nytt"))
    if code in DERIVED or code == RENOTIFY or code.startswith(ANSWERED) or not roles & WRITERS:
        return Ways(place)
    tick = address("cases:task_finish", key, task_key)
    return Ways("" if place == address("cases:tasks", key) else place, tick, _("Gjort"))


def _task(
    actor: Actor, head: CaseHead, task: TaskRow, today: dt.date, behind: Behind, *, other: bool = False
) -> Task:
    who = task.user or (task.unit if other else "")
    due = _("Frist %(day)s") % {"day": formats.date(task.due_on)}
    key = head.case.key
    ways = Ways()
    if not other:
        ways = ways_to_do(actor, key, task_key=task.key, code=task.code, unit_id=task.unit_id)
    return Task(
        title=_(task.title),
        url=page_for(task.code, key) or address("web:case", key),
        reason=" · ".join(part for part in (due, who, _(task.source) if task.source else "") if part),
        clause=" ".join(
            part for part in (clause_label(task.code), _(task.clause) if task.clause else "") if part
        ),
        tag=due_tag(task.due_on, today),
        action_label=_("Gjør dette") if ways.page else "",
        action_url=ways.page,
        done_label=ways.label,
        done_url=ways.click,
        guide=behind.link(task.code, task.unit_id),
    )


def due_tag(due_on: dt.date, today: dt.date) -> Tag:
    days = (due_on - today).days
    if days < 0:
        return Tag(text=_("over fristen"), tone="danger")
    return Tag(text=formats.days_until(due_on, today), tone="warning" if days <= 7 else "neutral")
