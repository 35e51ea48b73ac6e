"""How people came in before the two rolls: week by week, with a contact officer from the first day."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from hjemvei.accounts.actor import Actor, acting_as
from hjemvei.accounts.models import User
from hjemvei.cases.actions.assign_contact_officer import assign_contact_officer
from hjemvei.cases.actions.change_dates import DateChange, change_dates
from hjemvei.cases.actions.record_release import record_release
from hjemvei.cases.actions.take_in import take_in
from hjemvei.cases.enums import WayOut
from hjemvei.demo.world.people import Resident
from hjemvei.demo.world.road import Course, Traveller, World, entered_on
from hjemvei.demo.world.tables import EARLIER_ROLL
from hjemvei.needs.actions.record_said_addresses import SaidAddress, record_said_address
from hjemvei.sharing.models import Case

SOURCE = "Fengselets liste"
LOADER = "Siv"
OFFICERS = {
    "trondheim": ("Tor", "Jon", "Eva"),
    "trondheim-leira": ("Liv",),
    "trondheim-frigang": ("Eva",),
}
CAME_BACK = "came_back"
EARLIER_STAY = dt.timedelta(days=420)
TIME_OUTSIDE = dt.timedelta(days=160)


def add_intakes(course: Course, world: World, people: Iterable[Resident]) -> None:
    """Whoever was inside before the first of the two rolls came in by the roll of an earlier week."""
    first = EARLIER_ROLL + world.calendar.shift
    weeks: dict[tuple[dt.date, str], list[Resident]] = defaultdict(list)
    for person in people:
        monday = entered_on(person, world.calendar)
        if monday < first:
            weeks[(monday, person.first_unit or person.unit)].append(person)
    for (monday, unit), group in sorted(weeks.items()):
        course.add(world.calendar.moment(monday, 7), _intake(world, monday, unit, group))


def _intake(world: World, monday: dt.date, unit: str, group: Sequence[Resident]) -> Callable[[], None]:
    def do() -> None:
        at = world.calendar.moment(monday, 7)
        with acting_as(world.staff[LOADER]) as actor:
            admitted = take_in(
                actor=actor,
                unit_id=world.units[unit].pk,
                people=[person.intake() for person in group],
                source=SOURCE,
                at=at,
            )
            case_ids = [found.case_id for found in admitted]
            world.cases.update(zip((person.reference for person in group), case_ids, strict=True))
            said = [
                SaidAddress(case_id, person.address)
                for case_id, person in zip(case_ids, group, strict=True)
                if person.address
            ]
            record_said_address(actor=actor, rows=said, at=at)
            inside = [world.cases[person.reference] for person in group if person.is_inside]
            for case in Case.objects.visible_to(actor).filter(pk__in=inside).order_by("id"):
                _give_officer(world, actor, case, unit, monday)
        world.unsynced.update(case_ids)

    return do


def _give_officer(world: World, actor: Actor, case: Case, unit: str, day: dt.date) -> None:
    names = OFFICERS[unit]
    chosen = world.staff[names[len(world.cases) % len(names)]]
    assign_contact_officer(
        actor=actor,
        case=case,
        to_user=User.objects.get(pk=chosen.user_id),
        today=day,
        at=world.calendar.moment(day, 8),
    )


def add_new_dates(course: Course, world: World, people: Iterable[Resident]) -> None:
    """Dates that were guessed at first are known better half-way."""
    first = EARLIER_ROLL + world.calendar.shift
    for person in people:
        if person.first_guess and person.release_on:
            middle = person.admitted_on + (first - person.admitted_on) / 2
            course.add(world.calendar.moment(middle, 9), _new_date(world, person, middle))


def _new_date(world: World, person: Resident, day: dt.date) -> Callable[[], None]:
    def do() -> None:
        change = DateChange(
            case_id=world.cases[person.reference],
            expected_on=person.release_on,
            kind=person.kind,
            certainty=person.certainty,
            reason="Ny beregning etter dom",
        )
        with acting_as(world.staff[LOADER]) as actor:
            change_dates(actor=actor, changes=[change], source=SOURCE, at=world.calendar.moment(day, 9))

    return do


def add_earlier_stay(course: Course, world: World, who: Traveller) -> None:
    """Somebody who was released once before, and comes back to the same case."""
    if who.scenario.code != CAME_BACK:
        return
    person = who.person
    came, left = person.admitted_on - EARLIER_STAY, person.admitted_on - TIME_OUTSIDE
    before = replace(person, admitted_on=came, release_on=left, first_guess=None)
    course.add(world.calendar.moment(came, 6), _intake(world, came, person.unit, [before]))

    def leave() -> None:
        with acting_as(world.staff[LOADER]) as actor:
            record_release(
                actor=actor,
                case=Case.objects.visible_to(actor).get(pk=world.cases[person.reference]),
                way_out=WayOut.RELEASE,
                on=left,
                at=world.calendar.moment(left, 8),
                today=left,
            )

    course.add(world.calendar.moment(left, 8), leave)
