"""The plan as people read it: six areas side by side, and the small victories."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor, Seer
from hjemvei.accounts.kept import Kept, Rows, columns, instance
from hjemvei.accounts.together import together
from hjemvei.core.slots import Ask
from hjemvei.plans.choices import LifeArea, MeasureState
from hjemvei.plans.models import Goal, Measure, Plan
from hjemvei.plans.policy import can_move_measure, can_plan_in
from hjemvei.sharing.models import Case
from hjemvei.sharing.panels import read_rows
from hjemvei.sharing.queries import find_row
from hjemvei.sharing.rows import Table
from hjemvei.ui.parts import Tone

TONES: dict[str, Tone] = {"planned": "neutral", "started": "info", "done": "success", "dropped": "neutral"}
VICTORIES = 5


@dataclass(frozen=True, slots=True)
class MeasureView:
    key: str
    text: str
    who: str
    due_on: dt.date | None
    state: str
    state_label: str
    tone: Tone
    done_on: dt.date | None
    is_late: bool
    may_move: bool


@dataclass(frozen=True, slots=True)
class GoalView:
    key: str
    text: str
    in_own_words: bool
    reached_on: dt.date | None
    measures: tuple[MeasureView, ...]


@dataclass(frozen=True, slots=True)
class AreaView:
    code: str
    label: str
    goals: tuple[GoalView, ...]
    may_write: bool


@dataclass(frozen=True, slots=True)
class Victory:
    text: str
    on: dt.date


@dataclass(frozen=True, slots=True)
class PlanView:
    """`areas` are those that the actor may read; `plan` None before anybody has started one."""

    plan: Plan | None
    areas: tuple[AreaView, ...]
    victories: tuple[Victory, ...]


def find_goal(actor: Actor, case: Case, key: str) -> Goal:
    """Raises Http404."""
    return find_row(actor, Goal, case=case, key=key)


def find_measure(actor: Actor, case: Case, key: str) -> Measure:
    """Raises Http404."""
    return find_row(actor, Measure, case=case, key=key)


def plan_of(actor: Actor, case: Case) -> Plan | None:
    return next(iter(PLANS.made(together(actor, [PLANS.asked], cases=[case.pk])[0])), None)


@Kept
def ask_measures(who: Seer, ask: Ask, _shape: None) -> QuerySet[Any, Any]:
    rows: QuerySet[Any, Any] = Measure.objects.visible_to(who).filter(case_id=ask.number("case"))
    return rows.order_by("due_on", "id").values(*columns(Measure), "to_unit__name")


PLANS, GOALS = Table(Plan), Table(Goal)
READS = (PLANS.asked, GOALS.asked, (ask_measures, None))


def plan_view(actor: Actor, case: Case, *, today: dt.date) -> PlanView:
    return view_of(actor, read_rows(READS, actor, case, today=today), today=today)


def view_of(actor: Actor, rows: Sequence[Rows], *, today: dt.date) -> PlanView:
    """From the rows of `READS`."""
    plan = next(iter(PLANS.made(rows[0])), None)
    goals = GOALS.made(rows[1])
    measures = [(row["goal_id"], _measure(actor, row, today)) for row in rows[2]]
    areas = tuple(
        AreaView(
            area.value,
            str(area.label).capitalize(),
            tuple(_goal(goal, measures) for goal in goals if goal.area == area),
            bool(can_plan_in(actor, area)),
        )
        for area in LifeArea
        if can_plan_in(actor, area) or any(goal.area == area for goal in goals)
    )
    won = [Victory(goal.text, goal.reached_on) for goal in goals if goal.reached_on]
    won += [Victory(view.text, view.done_on) for _goal_id, view in measures if view.done_on]
    won.sort(key=lambda victory: victory.on, reverse=True)
    return PlanView(plan, areas, tuple(won[:VICTORIES]))


def _goal(goal: Goal, measures: list[tuple[int, MeasureView]]) -> GoalView:
    mine = tuple(view for goal_id, view in measures if goal_id == goal.pk)
    return GoalView(goal.key, goal.text, goal.in_own_words, goal.reached_on, mine)


def _measure(actor: Actor, found: Mapping[str, Any], today: dt.date) -> MeasureView:
    row = instance(Measure, found)
    is_open = row.state in (MeasureState.PLANNED, MeasureState.STARTED)
    return MeasureView(
        key=row.key,
        text=row.text,
        who=found["to_unit__name"] or _("personen selv"),
        due_on=row.due_on,
        state=row.state,
        state_label=str(MeasureState(row.state).label),
        tone=TONES[row.state],
        done_on=row.done_on,
        is_late=is_open and row.due_on is not None and row.due_on < today,
        may_move=is_open and bool(can_move_measure(actor, row)),
    )
