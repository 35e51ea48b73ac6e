"""Which person of the roll gets which scenario: by what the roll says of them, by release date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from hjemvei.agreements.enums import CustodyStatus
from hjemvei.demo.world.people import Resident, people_on
from hjemvei.demo.world.road import Scenario, Traveller
from hjemvei.demo.world.tables import LATER_ROLL, Calendar

YOUNG = dt.timedelta(days=25 * 365)
SETTLED = dt.timedelta(days=70)
LONGEST = 2000
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
    roll = _Roll(
        monday=LATER_ROLL + calendar.shift,
        later={person.reference: person for person in people_on(LATER_ROLL, calendar)},
    )
    return {
        "": lambda p: False,
        OTHERS: lambda p: False,
        "weeks": lambda p: roll.leaves_within(p, 16, 80),
        "months": lambda p: roll.leaves_within(p, 60, 330),
        "long": lambda p: roll.leaves_within(p, 150, LONGEST),
        "young": lambda p: roll.leaves_within(p, 20, LONGEST) and roll.monday - p.born < YOUNG,
        "numbered": lambda p: (
            roll.leaves_within(p, 200, LONGEST) and p.number != "" and roll.monday - p.admitted_on > SETTLED
        ),
        "leira": lambda p: roll.leaves_within(p, 14, LONGEST) and p.unit == "trondheim-leira",
        "tunga": lambda p: roll.leaves_within(p, 30, LONGEST) and p.unit == "trondheim",
        "moved": roll.gets_another_day,
        "gone": lambda p: _plain(p) and not roll.stays(p),
        "gone_any": lambda p: not p.protection and not roll.stays(p),
        "remand": lambda p: p.is_of_trondheim and not p.protection and p.is_on_remand and roll.stays(p),
        "protected": lambda p: p.protection == 1 and p.is_of_trondheim and roll.stays(p),
        "lifelong": lambda p: p.status is CustodyStatus.PREVENTIVE_DETENTION and p.is_of_trondheim,
    }


@dataclass(frozen=True, slots=True)
class _Roll:
    """Who stands in the roll of the later Monday, by reference."""

    monday: dt.date
    later: dict[str, Resident]

    def stays(self, person: Resident) -> bool:
        return person.reference in self.later

    def leaves_within(self, person: Resident, first: int, last: int) -> bool:
        """A plain sentence whose day does not move, so many days after the Monday."""
        if not _plain(person) or not self.stays(person) or person.release_on is None:
            return False
        in_time = dt.timedelta(days=first) <= person.release_on - self.monday <= dt.timedelta(days=last)
        return in_time and self.later[person.reference].release_on == person.release_on

    def gets_another_day(self, person: Resident) -> bool:
        if not _plain(person) or not self.stays(person) or person.release_on is None:
            return False
        return self.later[person.reference].release_on != person.release_on


def _plain(person: Resident) -> bool:
    return person.is_of_trondheim and not person.protection and person.status is CustodyStatus.SENTENCED
