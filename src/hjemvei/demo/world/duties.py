"""What nobody's road tells because everybody does it: routine duties, receipts and visits, each in its time.

Without them every list would show years of passed deadlines. A road says by its codes what it leaves waiting.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from hjemvei.accounts.actor import Actor, acting_as
from hjemvei.cases import rows as case_rows
from hjemvei.cases.actions.acknowledge_notice import acknowledge_notice
from hjemvei.cases.actions.close_case import close_case
from hjemvei.cases.actions.exempt_task import exempt_task
from hjemvei.cases.actions.finish_task import DONE, event_class
from hjemvei.cases.actions.sync_caseload import sync_caseload
from hjemvei.cases.models import Event, Notice, Task
from hjemvei.cases.queries.derived import DERIVED
from hjemvei.cases.states import NoticeState
from hjemvei.demo.world.road import Traveller, World
from hjemvei.demo.world.steps.notices import COORDINATOR
from hjemvei.demo.world.steps.tenancies import WORKER, report_as_planned
from hjemvei.sharing.enums import CloseReason
from hjemvei.sharing.models import Case
from hjemvei.tenancies.models import FollowUp

STAFF = ("Siv", "Berit", "Ida", "Sara", "Nils", "Odd", "Hege")
DECISIVE = DERIVED | {"who_left", "dispute_to_governor"}
"""Done by a step of a road or by nobody: what they ask for shows in the case."""
APPLICATION = "housing_application"
LATE_ONE_IN, LATE_DAYS = 9, 4
FORGOTTEN_ONE_IN, FORGOTTEN_DAYS = 4, 21
"""Of the last three weeks' duties one in four still waits, so that there is something to catch up with."""
RECEIPT_DAYS = 3
FOLLOWED_UP_DAYS = 420
NOT_HERE = "Kommunen har ingen avtale med fengselet."
OWN_WAY = "Personen har et sted å bo etterpå og vil ikke søke kommunen nå."
OPEN = {"done_at": None, "exempted_at": None, "lapsed_at": None}


def do_duties(world: World, day: dt.date) -> int:
    """Everything that has come due by this day; how many tasks were done."""
    roads = {world.cases[who.person.reference]: who for who in world.travellers if _entered(world, who)}
    confirm_notices(world, roads, day)
    done = 0
    for name in STAFF:
        with acting_as(world.staff[name]) as actor:
            done += _do_routine(world, actor, roads, day)
    return done


def _entered(world: World, who: Traveller) -> bool:
    return who.person.reference in world.cases


def _do_routine(world: World, actor: Actor, roads: dict[int, Traveller], day: dt.date) -> int:
    waiting = (
        Task.objects.visible_to(actor)
        .filter(to_unit_id__in=actor.units, case_id__in=world.cases.values(), due_on__lt=day, **OPEN)
        .exclude(code__in=DECISIVE)
        .order_by("due_on", "case_id", "code")
    )
    doing = [task for task in waiting if not _is_left(world, roads.get(task.case_id), task)]
    refused = [task for task in doing if task.code == APPLICATION and _goes_own_way(roads.get(task.case_id))]
    for task in refused:
        exempt_task(actor=actor, task=task, reason=OWN_WAY, at=_moment(world, task, day))
    _close(world, actor, [task for task in doing if task not in refused], day)
    return len(doing)


def _is_left(world: World, who: Traveller | None, task: Task) -> bool:
    """What the road is about, and a few of the newest duties."""
    if who is not None and task.code in who.scenario.leaves:
        return True
    since = world.calendar.today - dt.timedelta(days=FORGOTTEN_DAYS)
    return task.due_on > since and _number(world, task.case_id, task.code) % FORGOTTEN_ONE_IN == 0


def _goes_own_way(who: Traveller | None) -> bool:
    return who is None or not any(step.word == "apply" for step in who.scenario.steps)


def _close(world: World, actor: Actor, tasks: Sequence[Task], day: dt.date) -> None:
    """As `complete_task`, for many at a time: one by one the years would take minutes."""
    events: list[Event] = []
    for task in tasks:
        at = _moment(world, task, day)
        task.done_at, task.done_by_id = at, actor.user_id
        row = case_rows.row_of(actor, task.case_id, unit_id=task.to_unit_id, at=at)
        event = case_rows.event_row(row, code="task_done", text=DONE, at=at, task=task.title)
        event.is_milestone, event.info_class = False, event_class(task)
        events.append(event)
    Task.objects.bulk_update(tasks, ["done_at", "done_by"], batch_size=case_rows.BATCH)
    Event.objects.bulk_create(events, batch_size=case_rows.BATCH)
    sync_caseload(case_ids=sorted({task.case_id for task in tasks}))


def _moment(world: World, task: Task, day: dt.date) -> dt.datetime:
    """Most on the day or some days before, one in nine a few days late; never after `day`."""
    number = _number(world, task.case_id, task.code)
    shift = LATE_DAYS if number % LATE_ONE_IN == 0 else -(number % 5)
    done_on = min(max(task.due_on + dt.timedelta(days=shift), task.opens_on), day - dt.timedelta(days=1))
    return world.calendar.moment(done_on, 15)


def _number(world: World, case_id: int, word: str) -> int:
    """The same for the same person and duty in every world of a day, which numbers of rows are not."""
    reference = next(name for name, number in world.cases.items() if number == case_id)
    return sum(map(ord, reference + word))


def confirm_notices(world: World, roads: dict[int, Traveller], day: dt.date) -> None:
    """The coordinator confirms that a date has moved, but where the road is that nobody does."""
    with acting_as(world.staff[COORDINATOR]) as actor:
        seen = Notice.objects.visible_to(actor).filter(case_id__in=roads)
        confirmed = seen.filter(acknowledged_at__isnull=False)
        waiting = seen.filter(
            case_id__in=confirmed.values("case_id"),
            state=NoticeState.SENT,
            sent_at__date__lt=day - dt.timedelta(days=RECEIPT_DAYS),
        )
        for notice in waiting.order_by("id"):
            if "acknowledge_notice" in roads[notice.case_id].scenario.leaves:
                continue
            on = min(notice.sent_at.date() + dt.timedelta(days=2), day - dt.timedelta(days=1))
            acknowledge_notice(actor=actor, notice=notice, at=world.calendar.moment(on, 10))


def make_visits(world: World) -> int:
    """The contacts that were agreed on and that no road tells of, up to some days ago."""
    until = world.calendar.day(RECEIPT_DAYS)
    count = 0
    with acting_as(world.staff[WORKER]) as actor:
        while found := list(_planned(world, actor, until)):
            for contact in found:
                dice = _number(world, contact.case_id, contact.code) + contact.planned_on.day
                report_as_planned(actor, contact, dice, at=world.calendar.moment(contact.planned_on, 14))
            count += len(found)
    return count


def _planned(world: World, actor: Actor, until: dt.date) -> Iterable[FollowUp]:
    waiting = FollowUp.objects.visible_to(actor).filter(
        case_id__in=world.cases.values(), outcome="", planned_on__lt=until
    )
    return waiting.order_by("planned_on", "id")


def close_finished(world: World) -> int:
    """Cases that have been followed up for a year are closed by the coordinator."""
    long_ago = world.calendar.day(FOLLOWED_UP_DAYS)
    finished = {
        world.cases[who.person.reference]: who
        for who in world.travellers
        if _entered(world, who) and who.person.release_on and who.person.release_on < long_ago
    }
    with acting_as(world.staff[COORDINATOR]) as actor:
        seen = list(Case.objects.visible_to(actor).open().filter(pk__in=finished).order_by("id"))
        for case in seen:
            wants_more = finished[case.pk].scenario.code != "wants_peace"
            reason = CloseReason.SETTLED if wants_more else CloseReason.DECLINED
            close_case(actor=actor, case=case, reason=reason, at=world.calendar.moment(world.calendar.day(1)))
    return len(seen)


def exempt_others(world: World, strangers: set[str]) -> None:
    """People whose municipality has no agreement with the prison are not asked to share with one that has."""
    cases = [case_id for reference, case_id in world.cases.items() if reference in strangers]
    with acting_as(world.staff["Siv"]) as actor:
        tasks = Task.objects.visible_to(actor).filter(
            case_id__in=cases, code="consent_asked", can_be_exempted=True, **OPEN
        )
        for task in tasks.order_by("case_id"):
            on = min(task.due_on, world.calendar.day(1))
            exempt_task(actor=actor, task=task, reason=NOT_HERE, at=world.calendar.moment(on, 15))
