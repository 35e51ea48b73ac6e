"""Duties that nobody can tick: the case itself has to show that they are done, so each one is really done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from hjemvei.accounts.actor import Actor, acting_as
from hjemvei.accounts.enums import Role
from hjemvei.accounts.models import User
from hjemvei.cases.actions.accept_responsibility import accept_responsibility
from hjemvei.cases.actions.assign_contact_officer import assign_contact_officer
from hjemvei.cases.actions.delegate_case import delegate_case
from hjemvei.cases.actions.presume_stay import presume_stay
from hjemvei.cases.actions.propose_responsibility import propose_responsibility
from hjemvei.cases.models import Responsibility, Task
from hjemvei.cases.states import ResponsibilityState
from hjemvei.core.errors import RuleBroken
from hjemvei.demo.world.people import Resident
from hjemvei.demo.world.road import World
from hjemvei.demo.world.steps.cooperation import whereabouts
from hjemvei.demo.world.steps.custody import WHY_LONG
from hjemvei.demo.world.steps.notices import COORDINATOR
from hjemvei.sharing.models import Case

LOADER = "Siv"
OWNER, OWNERS_UNIT = "Nils", "tk-nav"
OFFICERS = {"trondheim": "Tor", "trondheim-leira": "Liv", "trondheim-frigang": "Eva"}
PRESUMED_DAYS = 120
Doing = Callable[[World, Actor, Task, dt.datetime], object]


def settle(world: World) -> None:
    """As the day was, or yesterday where it has passed; what the road leaves waiting is left."""
    for name, code, do in DUTIES:
        with acting_as(world.staff[name]) as actor:
            for task in _open(world, actor, code):
                day = min(task.due_on, world.calendar.day(1))
                try:
                    do(world, actor, task, world.calendar.moment(day, 11))
                except RuleBroken:
                    continue
    _agree(world)


def _open(world: World, actor: Actor, code: str) -> list[Task]:
    left = {
        world.cases[who.person.reference]
        for who in world.travellers
        if code in who.scenario.leaves and who.person.reference in world.cases
    }
    waiting = Task.objects.visible_to(actor).filter(
        code=code,
        to_unit_id__in=actor.units,
        case_id__in=set(world.cases.values()) - left,
        due_on__lt=world.calendar.today,
        done_at=None,
        exempted_at=None,
        lapsed_at=None,
    )
    return list(waiting.select_related("case").order_by("due_on", "case_id"))


def _person(world: World, case_id: int) -> Resident:
    return next(world.people[name] for name, number in world.cases.items() if number == case_id)


def _propose(world: World, actor: Actor, task: Task, at: dt.datetime) -> object:
    facts = whereabouts(_person(world, task.case_id))
    return propose_responsibility(actor=actor, case=task.case, facts=facts, at=at)


def _agree(world: World) -> None:
    """The municipality says yes to what the prison has proposed, two days later."""
    with acting_as(world.staff[COORDINATOR]) as actor:
        proposed = Responsibility.objects.visible_to(actor).filter(
            case_id__in=world.cases.values(), superseded_at=None, state=ResponsibilityState.PROPOSED
        )
        for row in proposed.order_by("id"):
            day = min(row.recorded_at.date() + dt.timedelta(days=2), world.calendar.day(1))
            accept_responsibility(actor=actor, responsibility=row, at=world.calendar.moment(day, 12))


def _presume(world: World, actor: Actor, task: Task, at: dt.datetime) -> object:
    until = world.calendar.today + dt.timedelta(days=PRESUMED_DAYS)
    return presume_stay(actor=actor, case=task.case, until=until, reason=WHY_LONG, at=at, today=at.date())


def _appoint(world: World, actor: Actor, task: Task, at: dt.datetime) -> object:
    slug = next(slug for slug, unit in world.units.items() if unit.pk == task.to_unit_id)
    officer = world.staff[OFFICERS[slug]]
    to_user = User.objects.get(pk=officer.user_id)
    return assign_contact_officer(actor=actor, case=task.case, to_user=to_user, today=at.date(), at=at)


def _own(world: World, actor: Actor, task: Task, at: dt.datetime) -> object:
    case = Case.objects.visible_to(actor).get(pk=task.case_id)
    return delegate_case(
        actor=actor,
        case=case,
        to_unit=world.units[OWNERS_UNIT],
        to_user=User.objects.get(pk=world.staff[OWNER].user_id),
        role=Role.SOCIAL_CASEWORKER,
        today=world.calendar.today,
        at=at,
    )


DUTIES: tuple[tuple[str, str, Doing], ...] = (
    (LOADER, "responsible_municipality", _propose),
    (LOADER, "eligibility_check", _presume),
    (LOADER, "contact_officer", _appoint),
    (COORDINATOR, "owner_in_ordinary_service", _own),
)
