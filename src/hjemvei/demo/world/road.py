"""The clock of the world: everything that happens to anybody, in the order in which it happened."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from hjemvei.accounts.actor import Actor, acting_as
from hjemvei.core.errors import HjemveiError
from hjemvei.demo.world.people import Resident
from hjemvei.demo.world.tables import EARLIER_ROLL, Calendar
from hjemvei.parties.models import Unit
from hjemvei.sharing.models import Case

FIRST_HOUR, HOURS = 8, 8
INSIDE = {"trondheim": "Tor", "trondheim-leira": "Liv", "trondheim-frigang": "Eva", "bergen": "Berit"}
ANY_PRISON = "Siv"


@dataclass(frozen=True, slots=True)
class Step:
    """One word of a scenario: what happens, and so many days from the release (or from today)."""

    word: str
    value: str
    days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """A row of `scenarios.csv`. `leaves`: codes of tasks that nobody does, since the road is about them."""

    code: str
    is_hard: bool
    now: int
    before: int
    pick: str
    anchor: str
    what: str
    why: str
    next: str
    leaves: frozenset[str]
    steps: tuple[Step, ...]


@dataclass(slots=True, kw_only=True)
class Traveller:
    """Somebody on the road. `unit` is where the person is now."""

    person: Resident
    scenario: Scenario
    unit: str


@dataclass(slots=True, kw_only=True)
class World:
    """What every step may look at, and who walks the roads."""

    calendar: Calendar
    units: dict[str, Unit]
    staff: dict[str, Actor]
    dice: random.Random
    cases: dict[str, int] = field(default_factory=dict)
    free_homes: list[int] = field(default_factory=list)
    unsynced: set[int] = field(default_factory=set)
    travellers: list[Traveller] = field(default_factory=list)
    people: dict[str, Resident] = field(default_factory=dict)


@dataclass(slots=True, kw_only=True)
class Stop:
    """One step of one person, on its day."""

    world: World
    who: Traveller
    step: Step
    at: dt.datetime

    @property
    def today(self) -> dt.date:
        return self.at.date()

    @property
    def case_id(self) -> int:
        return self.world.cases[self.who.person.reference]

    @contextmanager
    def acting(self, name: str) -> Iterator[tuple[Actor, Case]]:
        """As somebody by first name, with the case as that person sees it."""
        actor = self.world.staff[name]
        with acting_as(actor):
            yield actor, Case.objects.visible_to(actor).get(pk=self.case_id)

    def sync(self) -> None:
        """The tasks follow at the next round of the nightly job."""
        self.world.unsynced.add(self.case_id)

    def prison(self) -> str:
        """Who works with the person inside; a protected address needs somebody who is cleared for it."""
        return ANY_PRISON if self.who.person.protection else INSIDE[self.who.unit]


Play = Callable[[Stop], None]


@dataclass(order=True, slots=True)
class Happening:
    """Sorted by time; `place` keeps what happens at the same hour in the order in which it was written."""

    at: dt.datetime
    place: int
    do: Callable[[], None] = field(compare=False)


class BrokenRoad(RuntimeError):
    """A scenario asks for something that an action refuses: the table is wrong, or the action."""


@dataclass(slots=True)
class Course:
    """All that will happen. `play` runs it and says how far it has come."""

    happenings: list[Happening] = field(default_factory=list)

    def add(self, at: dt.datetime, do: Callable[[], None]) -> None:
        self.happenings.append(Happening(at, len(self.happenings), do))

    def play(self, say: Callable[[str], None], *, before: dt.datetime | None = None) -> None:
        """What has not been played yet, up to a moment or to the end."""
        self.happenings.sort()
        for number, happening in enumerate(self.happenings):
            if before is not None and happening.at >= before:
                del self.happenings[:number]
                return
            happening.do()
            if number % 200 == 0:
                say(f"  {number} of {len(self.happenings)}, {happening.at:%B %Y}")
        self.happenings.clear()


def add_steps(course: Course, world: World, who: Traveller, plays: dict[str, Play]) -> None:
    """Every step that lies behind us; what the scenario says of later days has not happened yet."""
    anchor = _anchor(world, who)
    earliest = entered_on(who.person, world.calendar) + dt.timedelta(days=1)
    hour = FIRST_HOUR + sum(map(ord, who.person.reference)) % HOURS
    for place, step in enumerate(who.scenario.steps):
        day = max(anchor + dt.timedelta(days=step.days), earliest)
        if day >= world.calendar.today:
            break
        earliest = day
        at = world.calendar.moment(day, hour) + dt.timedelta(minutes=place)
        course.add(at, _run(Stop(world=world, who=who, step=step, at=at), plays[step.word]))


def entered_on(person: Resident, calendar: Calendar) -> dt.date:
    """The Monday whose roll brought the person: the one after admission, at the latest the first roll's."""
    monday = person.admitted_on + dt.timedelta(days=7 - person.admitted_on.weekday())
    return min(monday, EARLIER_ROLL + calendar.shift)


def _anchor(world: World, who: Traveller) -> dt.date:
    if who.scenario.anchor == "admission":
        return who.person.admitted_on
    if who.scenario.anchor == "release":
        if who.person.release_on is None:
            raise BrokenRoad(f"{who.scenario.code}: {who.person.reference} has no release date")
        return who.person.release_on
    return world.calendar.today


def _run(stop: Stop, play: Play) -> Callable[[], None]:
    def do() -> None:
        try:
            play(stop)
        except (HjemveiError, LookupError, Case.DoesNotExist) as error:
            told = f"{stop.who.scenario.code}/{stop.who.person.reference}: {stop.step.word}@{stop.step.days}"
            raise BrokenRoad(f"{told}: {error}") from error

    return do
