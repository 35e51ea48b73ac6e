"""Builds the world: three years of earlier people, the weekly rolls, and everybody's road."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

from hjemvei.accounts.actor import acting_as
from hjemvei.agreements.enums import CustodyStatus
from hjemvei.agreements.upkeep import upkeep
from hjemvei.cases import inside_news
from hjemvei.cases.enums import ReleaseKind
from hjemvei.cases.models import Custody
from hjemvei.demo.world.agreed import add_agreements
from hjemvei.demo.world.around import add_dwellings, add_inquiries, add_rounds, sync_all
from hjemvei.demo.world.beside import beside, done_first
from hjemvei.demo.world.duties import close_finished, do_duties, exempt_others, make_visits
from hjemvei.demo.world.emergency import open_in_emergency
from hjemvei.demo.world.figures import set_figures
from hjemvei.demo.world.intakes import LOADER, add_earlier_stay, add_intakes, add_new_dates
from hjemvei.demo.world.learning import learn
from hjemvei.demo.world.meetings import meet, prepare_next
from hjemvei.demo.world.parties import add_agreement, add_contact_points, add_facts, add_units
from hjemvei.demo.world.people import Resident, people_before, people_now, roll_file
from hjemvei.demo.world.picks import choose, the_others
from hjemvei.demo.world.present import be_present, book_visits, plan_changes
from hjemvei.demo.world.rights import ask_for_rights
from hjemvei.demo.world.road import Course, Scenario, Traveller, World, add_steps
from hjemvei.demo.world.routines import add_routines
from hjemvei.demo.world.scenarios import read_scenarios
from hjemvei.demo.world.settled import settle
from hjemvei.demo.world.spoken import add_summaries
from hjemvei.demo.world.staff import add_absences, add_staff
from hjemvei.demo.world.steps import PLAYS
from hjemvei.demo.world.tables import EARLIER_ROLL, LATER_ROLL, Calendar
from hjemvei.exchange.actions.apply_roll import apply_roll
from hjemvei.exchange.actions.stage_roll import stage_roll
from hjemvei.sharing import events

SEED = 20261109
HOMES_BEFORE = 20
Say = Callable[[str], None]


def build_world(*, today: dt.date, say: Say, side_by_side: bool = False) -> World:
    """Everything in one go; the same day gives the same world. `side_by_side` uses a second processor."""
    calendar = Calendar(today)
    world = _settle(calendar, say)
    scenarios = read_scenarios()
    inside, new = people_now(calendar, world.dice)
    earlier = _people_of(scenarios, like=inside, world=world)
    now = choose(scenarios, inside, calendar)
    now += the_others(scenarios, inside, now)
    say(f"{len(inside)} people on the first roll, {len(new)} new on the second, {len(earlier)} before them")
    homes = world.free_homes
    past = replace(world, free_homes=homes[:HOMES_BEFORE], cases={}, unsynced=set(), travellers=earlier)
    past.people = {who.person.reference: who.person for who in earlier}
    world.free_homes, world.travellers = homes[HOMES_BEFORE:], now
    world.people = {person.reference: person for person in [*inside, *new]}
    years, weeks = _years(past), _weeks(world, inside, new)

    def play_years() -> None:
        years.play(say)
        sync_all(past)
        settle(past)
        say(f"  {make_visits(past)} visits and {do_duties(past, today)} duties of earlier years")
        say(f"  {close_finished(past)} cases closed")

    first_roll = calendar.moment(EARLIER_ROLL + calendar.shift, 0)
    with tasks_by_rounds(), beside(play_years) if side_by_side else done_first(play_years) as wait:
        weeks.play(say, before=first_roll)
        wait()
        weeks.play(say)
        sync_all(world)
        exempt_others(world, {person.reference for person in inside if not person.is_of_trondheim})
        settle(world)
        say(f"  {make_visits(world)} visits and {do_duties(world, today)} duties of the people inside")
        learn(world)
        say(f"  {book_visits(world)} people have a visitor to come")
        ask_for_rights(world)
        open_in_emergency(world)
        say(f"  {set_figures(world)} figures counted, {prepare_next(world)} points for the next meetings")
    world.travellers = [*earlier, *now]
    return world


def _settle(calendar: Calendar, say: Say) -> World:
    """Parties, staff and homes: what people come to."""
    units = add_units()
    points, facts = add_contact_points(units), add_facts(units)
    staff = add_staff(units, calendar)
    add_absences(staff, calendar)
    agreement = add_agreement(units, calendar)
    say(f"{points} contact points, {facts} facts of units, {len(staff)} people at work")
    world = World(calendar=calendar, units=units, staff=staff, dice=random.Random(SEED))
    with upkeep():
        say(f"{meet(world, agreement)} meetings of the committee")
        say(f"{add_agreements(world, agreement)} more agreements")
        add_summaries(world, agreement)
    say(f"{be_present(world)} shifts that come back")
    plan_changes(world)
    add_dwellings(world)
    say(f"{add_routines(world)} routines in use")
    return world


def _years(past: World) -> Course:
    """The people who were released before the first of the two rolls."""
    course = Course()
    add_intakes(course, past, [who.person for who in past.travellers])
    for who in past.travellers:
        add_steps(course, past, who, PLAYS)
    add_rounds(course, past)
    return course


def _weeks(world: World, inside: Sequence[Resident], new: Sequence[Resident]) -> Course:
    """The people of the two rolls; the rolls themselves need everybody else to have left."""
    course = Course()
    add_intakes(course, world, inside)
    add_new_dates(course, world, inside)
    for day in (EARLIER_ROLL, LATER_ROLL):
        _add_roll(course, world, day, [*inside, *new])
    for who in world.travellers:
        add_earlier_stay(course, world, who)
        add_steps(course, world, who, PLAYS)
    add_inquiries(course, world)
    add_rounds(course, world)
    return course


@contextmanager
def tasks_by_rounds() -> Iterator[None]:
    """Tasks follow consent in the rounds, many cases at a time: after each answer it would take minutes."""
    listeners = events._listeners
    listeners.remove(inside_news.on_sharing)
    try:
        yield
    finally:
        listeners.append(inside_news.on_sharing)


def _people_of(scenarios: Sequence[Scenario], *, like: Sequence[Resident], world: World) -> list[Traveller]:
    """The earlier people, the scenarios dealt out among them by the dice."""
    deck = [scenario for scenario in scenarios for _n in range(scenario.before)]
    world.dice.shuffle(deck)
    people = people_before(len(deck), like=like, calendar=world.calendar, dice=world.dice)
    found = []
    for person, scenario in zip(people, deck, strict=True):
        if scenario.pick == "remand":
            person.status, person.kind = CustodyStatus.REMAND, ReleaseKind.REMAND_END
        found.append(Traveller(person=person, scenario=scenario, unit=person.unit))
    return found


def _add_roll(course: Course, world: World, day: dt.date, people: Iterable[Resident]) -> None:
    """One of the two rolls of the package, through staging and applying as on the page."""
    monday = day + world.calendar.shift
    at = world.calendar.moment(monday, 7)

    def do() -> None:
        name, data = roll_file(day, world.calendar)
        with acting_as(world.staff[LOADER]) as actor:
            prison = world.units["trondheim"]
            roll = stage_roll(actor=actor, prison=prison, data=data, file_name=name, roll_date=monday, at=at)
            apply_roll(actor=actor, roll=roll, at=at)
            references = [person.reference for person in people]
            found = Custody.objects.visible_to(actor).filter(reference__in=references)
            world.cases.update(found.values_list("reference", "case_id"))

    course.add(at, do)
