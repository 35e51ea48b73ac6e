"""The next-action engine: facts, through the agreement's rules, to open tasks. Twice is as good as once.

While the prison takes part it keeps everybody's tasks; afterwards each controller's own units do: a guest in
the case does not see what the others have done. A duty of the municipality becomes a task when the unit that
fills the role takes part in the case, not before.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import InfoClass
from hjemvei.agreements.enums import CustodyStatus, EventCode, PartyCode, RoleCode
from hjemvei.agreements.rules import DeadlineRule
from hjemvei.cases import rows
from hjemvei.cases.actions.sync_caseload import sync_caseload
from hjemvei.cases.enums import StepState
from hjemvei.cases.models import Task
from hjemvei.cases.queries.facts import Situation, situations
from hjemvei.cases.rules.steps import Step, next_steps
from hjemvei.cases.task_sql import FreshTask, TaskKind, write_tasks
from hjemvei.parties.models import Unit
from hjemvei.sharing.models import Case, writing_unit

HORIZON = dt.timedelta(days=60)
CHANGED = (
    "title",
    "clause",
    "source",
    "due_on",
    "opens_on",
    "can_be_exempted",
    "done_at",
    "done_by",
    "lapsed_at",
)
PRISON_ROLES = frozenset(
    {RoleCode.CONTACT_OFFICER, RoleCode.PRISON_SOCIAL_WORKER, RoleCode.REINTEGRATION_COORDINATOR}
)
FROM_DATES = frozenset(
    {EventCode.EXPECTED_RELEASE, EventCode.RELEASED, EventCode.UNPLANNED_RELEASE, EventCode.ABSENCE_ENDED}
)
KNOWN_OUTSIDE = frozenset({EventCode.TEMPORARY_STAY_STARTED})
LIVE = frozenset({StepState.OVERDUE, StepState.OPEN, StepState.UPCOMING})


@dataclass(slots=True)
class _Work:
    """`kinds` is by the rule itself (it lives as long as the situations) and whether it can be exempted."""

    actor: Actor
    at: dt.datetime
    today: dt.date
    controllers: dict[int, int]
    fresh: list[FreshTask] = field(default_factory=list)
    changed: dict[int, Task] = field(default_factory=dict)
    kinds: dict[tuple[int, bool], TaskKind] = field(default_factory=dict)


def sync_tasks(*, actor: Actor, case: Case, at: dt.datetime, today: dt.date) -> None:
    """Bring one case's tasks up to date."""
    sync_tasks_now(actor=actor, case_ids=[case.pk], at=at, today=today)


def sync_tasks_now(*, actor: Actor, case_ids: Sequence[int], at: dt.datetime, today: dt.date) -> None:
    """Bring the tasks of many cases up to date, in a fixed number of statements."""
    found = situations(actor, case_ids, today=today)
    units = {unit for situation in found.values() for unit in situation.case.access_units}
    controllers = dict(Unit.objects.filter(pk__in=units).values_list("id", "controller_id"))
    work = _Work(actor, at, today, controllers)
    for situation in found.values():
        _plan(work, situation)
    write_tasks(actor=actor, tasks=work.fresh, at=at)
    Task.objects.bulk_update(list(work.changed.values()), list(CHANGED), batch_size=rows.BATCH)
    sync_caseload(case_ids=list(case_ids))


def _plan(work: _Work, situation: Situation) -> None:
    holder = work.actor.controller_id == situation.custody.controller_id
    rules = {rule.code: rule for rule in situation.terms.rules}
    inside = not holder and _prison_takes_part(work, situation)
    mine = [rule for rule in rules.values() if _keeps(rule, holder=holder, inside=inside)]
    steps = {step.code: step for step in next_steps(situation.facts, rules=mine, today=work.today)}
    open_rows = _open_rows(work, situation, holder=holder)
    for rule in mine:
        step, tasks = steps.get(rule.code), open_rows.get(rule.code, [])
        near = step if step is not None and _is_near(step, work.today) else None
        if near is None and not tasks:
            continue
        unit_id = _receiver(work, situation, rule)
        kept = [_follow(work, task, step, rule, unit_id) for task in tasks]
        ours = holder or work.controllers.get(unit_id) == work.actor.controller_id
        if near is not None and unit_id and ours and not any(kept):
            work.fresh.append(_task(work, situation, near, rule, unit_id))


def _open_rows(work: _Work, situation: Situation, *, holder: bool) -> dict[str, list[Task]]:
    """What is to be done and is ours to keep, by its rule."""
    found: dict[str, list[Task]] = {}
    for task in situation.tasks:
        mine_to_keep = holder or task.to_unit_id in work.actor.units
        if mine_to_keep and task.done_at is None and task.exempted_at is None and task.lapsed_at is None:
            found.setdefault(task.code, []).append(task)
    return found


def _is_near(step: Step, today: dt.date) -> bool:
    return step.state in LIVE and step.opens_on <= today + HORIZON


def _prison_takes_part(work: _Work, situation: Situation) -> bool:
    holder = situation.custody.controller_id
    return any(work.controllers.get(unit) == holder for unit in situation.case.access_units)


def _keeps(rule: DeadlineRule, *, holder: bool, inside: bool) -> bool:
    """Whose facts count: the prison sees what is inside, others what they themselves have started."""
    if holder:
        return rule.due.event not in KNOWN_OUTSIDE
    if inside:
        return rule.due.event in KNOWN_OUTSIDE
    return rule.party is not PartyCode.PRISON


def _receiver(work: _Work, situation: Situation, rule: DeadlineRule) -> int:
    """The unit that the duty rests on, else its deputy; 0 while neither takes part or may know what it
    counts from.
    """
    inside = situation.prison_unit_id
    units = situation.case.access_units
    prison = inside if inside in units else 0
    if rule.party is PartyCode.PRISON or rule.role in PRISON_ROLES:
        return prison
    filled = situation.terms.role_units.get(rule.role, 0)
    for unit_id in (filled, situation.terms.deputies.get(rule.role, 0)):
        if unit_id in units and (not _tells_dates(rule) or unit_id in situation.date_readers):
            return unit_id
    if not filled and work.actor.controller_id != situation.custody.controller_id:
        unit = writing_unit(work.actor, situation.case)
        return unit if unit in units else 0
    return prison if rule.party is PartyCode.BOTH else 0


def _tells_dates(rule: DeadlineRule) -> bool:
    return rule.due.event in FROM_DATES or rule.opens.event in FROM_DATES


def _follow(work: _Work, task: Task, step: Step | None, rule: DeadlineRule, unit_id: int) -> bool:
    """Bring an open task after the facts; True while it is the task of the unit that the duty rests on."""
    before = [getattr(task, name) for name in CHANGED]
    right = task.to_unit_id == unit_id
    if step is not None and step.state is StepState.DONE:
        task.done_at, task.done_by_id = work.at, work.actor.user_id
    elif step is None or step.state not in LIVE or not right:
        task.lapsed_at = work.at
    else:
        task.title, task.clause, task.source = step.title, step.clause, step.source
        task.opens_on, task.due_on, task.can_be_exempted = step.opens_on, step.due_on, step.can_exempt
    if before != [getattr(task, name) for name in CHANGED]:
        work.changed[task.pk] = task
    return right


def _task(work: _Work, situation: Situation, step: Step, rule: DeadlineRule, unit_id: int) -> FreshTask:
    own_unit = writing_unit(work.actor, situation.case)
    kind = work.kinds.get((id(rule), step.can_exempt))
    if kind is None:
        kind = work.kinds[id(rule), step.can_exempt] = _kind(step, rule)
    return FreshTask(situation.case.pk, own_unit, unit_id, kind, step.opens_on, step.due_on)


def _kind(step: Step, rule: DeadlineRule) -> TaskKind:
    return TaskKind(
        info_class=class_of(rule).value,
        code=step.code,
        title=step.title,
        clause=step.clause,
        source=step.source,
        party=step.party,
        role=step.role,
        can_be_exempted=step.can_exempt,
    )


def class_of(rule: DeadlineRule) -> InfoClass:
    """What the task would tell others: the prison's inner work and anything that shows the ground of custody
    stays with those who may read about custody.
    """
    inner = rule.party is PartyCode.PRISON and not rule.needs_consent
    telling = rule.statuses != frozenset(CustodyStatus) or _tells_dates(rule)
    return InfoClass.CUSTODY if inner or telling else InfoClass.COORDINATION
