"""Routine duties that were done in their time: without them every list would show years of passed dates."""

from __future__ import annotations

import datetime as dt
from collections import Counter

from hjemvei.accounts.actor import Actor, acting_as
from hjemvei.cases.actions.complete_task import complete_task
from hjemvei.cases.actions.exempt_task import exempt_task
from hjemvei.cases.models import Task
from hjemvei.demo.world.road import World

PRISON = frozenset(
    {
        "contact_officer",
        "intake_interview",
        "keep_home",
        "responsible_municipality",
        "future_plan",
        "brik_offered",
        "eligibility_check",
        "release_dates_computed",
        "homeless_gate",
        "readiness_14",
        "readiness_3",
        "under_25_contact",
        "under_25_coordination",
    }
)
MUNICIPALITY = frozenset({"plan_started", "responsible_group", "release_plan", "owner_in_ordinary_service"})
LEFT_OPEN = 9
NOT_HERE = "Kommunen har ingen avtale med fengselet."
OPEN = {"done_at": None, "exempted_at": None, "lapsed_at": None}


def do_routine(world: World) -> int:
    """How many duties were done. One in nine is left, and every case keeps a next step."""
    done = 0
    for name in ("Siv", "Ida", "Sara", "Nils", "Odd"):
        with acting_as(world.staff[name]) as actor:
            done += _done_by(world, actor)
    return done


def _done_by(world: World, actor: Actor) -> int:
    today = world.calendar.today
    of_case = {case_id: reference for reference, case_id in world.cases.items()}
    mine = Task.objects.visible_to(actor).filter(to_unit_id__in=actor.units, case_id__in=of_case, **OPEN)
    waiting = list(mine.order_by("due_on", "case_id", "code"))
    left = Counter(task.case_id for task in waiting)
    inside = {who.person.reference for who in world.travellers if who.person.is_inside}
    count = 0
    for task in waiting:
        reference = of_case[task.case_id]
        late = sum(map(ord, reference + task.code)) % LEFT_OPEN == 0
        if task.due_on >= today or late or not _is_routine(task.code, finished=reference.startswith("T009")):
            continue
        if left[task.case_id] == 1 and reference in inside:
            continue
        left[task.case_id] -= 1
        count += 1
        day = min(task.due_on, today - dt.timedelta(days=1))
        complete_task(actor=actor, task=task, at=world.calendar.moment(day, 15))
    return count


def _is_routine(code: str, *, finished: bool) -> bool:
    """Somebody who left long ago has nothing waiting; inside, what is decisive waits for its own step."""
    return code in PRISON or code in MUNICIPALITY or (finished and code != "dispute_to_governor")


def exempt_others(world: World, strangers: set[str]) -> None:
    """People whose municipality has no agreement with the prison are not asked to share with one that has."""
    cases = [case_id for reference, case_id in world.cases.items() if reference in strangers]
    with acting_as(world.staff["Siv"]) as actor:
        tasks = Task.objects.visible_to(actor).filter(
            case_id__in=cases, code="consent_asked", can_be_exempted=True, **OPEN
        )
        for task in tasks.order_by("case_id"):
            exempt_task(
                actor=actor, task=task, reason=NOT_HERE, at=world.calendar.moment(world.calendar.day(1), 15)
            )
