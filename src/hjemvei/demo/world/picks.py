"""Which person of the roll gets which scenario: by what the roll says of them, by release date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence

from hjemvei.agreements.enums import CustodyStatus
from hjemvei.demo.world.people import Resident, people_on
from hjemvei.demo.world.road import Scenario, Traveller
from hjemvei.demo.world.tables import LATER_ROLL, Calendar

YOUNG = dt.timedelta(days=25 * 365)
MOVES = "moves_in"
OTHERS = "others"
Test = Callable[[Resident], bool]


def choose(scenarios: Iterable[Scenario], people: Sequence[Resident], calendar: Calendar) -> list[Traveller]:
    """Each person walks one road at most. Raises LookupError where the roll has too few of a kind."""
    tests = _tests(calendar)
    free = sorted(people, key=_soonest)
    chosen = []
    for scenario in scenarios:
        fitting = [person for person in free if tests[scenario.pick](person)][: scenario.now]
        if len(fitting) < scenario.now:
            raise LookupError(
                f"{scenario.code}: {len(fitting)} of {scenario.now} people of kind {scenario.pick}"
            )
        for person in fitting:
            free.remove(person)
            if any(step.word == MOVES for step in scenario.steps):
                person.first_unit = "trondheim"
            chosen.append(Traveller(person=person, scenario=scenario, unit=person.first_unit or person.unit))
    return chosen


def the_others(
    scenarios: Iterable[Scenario], people: Sequence[Resident], taken: Sequence[Traveller]
) -> list[Traveller]:
    """Whoever walks no road of their own has been asked all the same, in the first week."""
    roads = [scenario for scenario in scenarios if scenario.pick == OTHERS]
    walking = {who.person.reference for who in taken}
    left = [person for person in people if person.is_of_trondheim and person.reference not in walking]
    return [
        Traveller(person=person, scenario=roads[place % len(roads)], unit=person.unit)
        for place, person in enumerate(left)
    ]


def _soonest(person: Resident) -> tuple[dt.date, dt.timedelta]:
    """By release; on remand, where nobody knows the day, who came last stands first."""
    known = None if person.is_on_remand else person.release_on
    return known or dt.date.max, dt.date.max - person.admitted_on


def _tests(calendar: Calendar) -> dict[str, Test]:
    monday = LATER_ROLL + calendar.shift
    later = {person.reference: person for person in people_on(LATER_ROLL, calendar)}

    def within(first: int, last: int) -> Test:
        return lambda p: (
            _plain(p)
            and p.reference in later
            and p.release_on is not None
            and dt.timedelta(days=first) <= p.release_on - monday <= dt.timedelta(days=last)
            and later[p.reference].release_on == p.release_on
        )

    return {
        "": lambda p: False,
        OTHERS: lambda p: False,
        "weeks": within(16, 80),
        "months": within(60, 330),
        "long": within(150, 2000),
        "young": lambda p: within(20, 2000)(p) and monday - p.born < YOUNG,
        "numbered": lambda p: (
            within(200, 2000)(p) and p.number != "" and monday - p.admitted_on > dt.timedelta(days=70)
        ),
        "leira": lambda p: within(14, 2000)(p) and p.unit == "trondheim-leira",
        "tunga": lambda p: within(30, 2000)(p) and p.unit == "trondheim",
        "moved": lambda p: (
            _plain(p)
            and p.reference in later
            and p.release_on is not None
            and later[p.reference].release_on != p.release_on
        ),
        "gone": lambda p: _plain(p) and p.reference not in later,
        "gone_any": lambda p: not p.protection and p.reference not in later,
        "remand": lambda p: (
            p.is_of_trondheim
            and not p.protection
            and p.status is CustodyStatus.REMAND
            and p.reference in later
        ),
        "protected": lambda p: p.protection == 1 and p.is_of_trondheim and p.reference in later,
        "lifelong": lambda p: p.status is CustodyStatus.PREVENTIVE_DETENTION and p.is_of_trondheim,
    }


def _plain(person: Resident) -> bool:
    return person.is_of_trondheim and not person.protection and person.status is CustodyStatus.SENTENCED
