"""When a look at somebody is odd enough to ask about it. No Django, no clock.

Source: trust.md B1 (Normen: logs are followed up), R98. The numbers are the house's own, and stand here.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from hjemvei.persons.names import name_tokens

ALWAYS_MANY = 40
"""People opened in one hour: nobody works so fast."""
MANY_FROM = 12
TIMES_THE_USUAL = 4
EMPTY_IN_AN_HOUR = 8
DAY_STARTS, DAY_ENDS = 6, 19
"""Hours of the clock in Norway; generous, since flexible hours reach from six to seven."""
SHORTEST_NAME = 3
SHIFT_ROLES = frozenset({"contact_officer", "prison_leader"})
UNIT_WIDE_ROLES = frozenset(
    {
        "prison_leader",
        "prison_social_worker",
        "reintegration_coordinator",
        "municipal_coordinator",
        "municipal_leader",
        "housing_officer",
        "housing_consultant",
    }
)
"""Those who work with everybody of their unit; others have people of their own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One page about one person, or a search that found nobody (`person_id` None). `at` is Norwegian time."""

    at: datetime
    user_id: int
    unit_id: int
    person_id: int | None
    case_id: int | None
    family_name: str = ""
    is_protected: bool = False
    takes_part: bool = True
    is_assigned: bool = False
    others_assigned: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Employee:
    """`usual` is the median of the people opened in an hour in which any were, over the last month."""

    user_id: int
    name: str
    roles: frozenset[str]
    usual: float = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Odd:
    """Something to ask about: one pattern of one employee on one day, about a person or about none."""

    pattern: str
    user_id: int
    unit_id: int
    on_day: date
    person_id: int | None
    case_id: int | None
    count: int
    first_at: datetime
    last_at: datetime


def shares_family_name(staff_name: str, family_name: str) -> bool:
    """Any part of the family name among the employee's names but the first; of double names each part."""
    own = name_tokens(" ".join(staff_name.split()[1:]))
    return any(len(part) >= SHORTEST_NAME and part in own for part in name_tokens(family_name))


def lacks_tie(*, takes_part: bool, is_assigned: bool, others_assigned: bool, roles: frozenset[str]) -> bool:
    """The unit has no part in the case; or somebody else in it has the assignment, and the employee has
    people of their own to look after.
    """
    if not takes_part:
        return True
    return others_assigned and not is_assigned and not roles & UNIT_WIDE_ROLES


def is_many(count: int, *, usual: float) -> bool:
    """People opened in one hour, against the employee's own median and an absolute number."""
    return count >= ALWAYS_MANY or (count >= MANY_FROM and count > TIMES_THE_USUAL * usual)


def is_outside_hours(at: datetime, *, roles: frozenset[str], is_working_day: bool) -> bool:
    """Only for whoever has no role that works in shifts; without any role nothing is known of their hours."""
    if not roles or roles & SHIFT_ROLES:
        return False
    return not is_working_day or not DAY_STARTS <= at.hour < DAY_ENDS


def is_fishing(empty_searches: int) -> bool:
    return empty_searches >= EMPTY_IN_AN_HOUR


def lacks_errand(*, is_protected: bool, is_assigned: bool) -> bool:
    return is_protected and not is_assigned


def odd_looks(
    looks: Iterable[Look], employee: Employee, *, is_working_day: Callable[[date], bool]
) -> list[Odd]:
    """All patterns of one employee's looks; each once a day, unit and person."""
    opened, empty = list[Look](), list[Look]()
    for look in sorted(looks, key=lambda look: look.at):
        (empty if look.person_id is None else opened).append(look)
    found = [*_about_people(opened, employee, is_working_day), *_too_many(opened, employee)]
    for hour in _by_hour(empty).values():
        if is_fishing(len(hour)):
            found.append(_odd("empty_searches", hour))
    return _once(found)


def _about_people(
    opened: Sequence[Look], employee: Employee, is_working_day: Callable[[date], bool]
) -> list[Odd]:
    of_pattern: dict[tuple[str, date, int, int | None], list[Look]] = defaultdict(list)
    for look in opened:
        for pattern in _patterns(look, employee, is_working_day(look.at.date())):
            person = None if pattern == "outside_hours" else look.person_id
            of_pattern[pattern, look.at.date(), look.unit_id, person].append(look)
    return [_odd(key[0], looks, about=key[3] is not None) for key, looks in of_pattern.items()]


def _patterns(look: Look, employee: Employee, is_working_day: bool) -> list[str]:
    asked = {
        "own_name": shares_family_name(employee.name, look.family_name),
        "no_tie": lacks_tie(
            takes_part=look.takes_part,
            is_assigned=look.is_assigned,
            others_assigned=look.others_assigned,
            roles=employee.roles,
        ),
        "outside_hours": is_outside_hours(look.at, roles=employee.roles, is_working_day=is_working_day),
        "protected": lacks_errand(is_protected=look.is_protected, is_assigned=look.is_assigned),
    }
    return [pattern for pattern, is_so in asked.items() if is_so]


def _too_many(opened: Sequence[Look], employee: Employee) -> list[Odd]:
    hours = _by_hour(opened)
    people = {hour: len({look.person_id for look in looks}) for hour, looks in hours.items()}
    return [
        _odd("many_in_an_hour", hours[hour], count=count)
        for hour, count in people.items()
        if is_many(count, usual=employee.usual)
    ]


def _by_hour(looks: Iterable[Look]) -> dict[tuple[date, int, int], list[Look]]:
    found: dict[tuple[date, int, int], list[Look]] = defaultdict(list)
    for look in looks:
        found[look.at.date(), look.at.hour, look.unit_id].append(look)
    return found


def _odd(pattern: str, looks: Sequence[Look], *, about: bool = False, count: int = 0) -> Odd:
    first, last = looks[0], looks[-1]
    return Odd(
        pattern=pattern,
        user_id=first.user_id,
        unit_id=first.unit_id,
        on_day=first.at.date(),
        person_id=first.person_id if about else None,
        case_id=first.case_id if about else None,
        count=count or len(looks),
        first_at=first.at,
        last_at=last.at,
    )


def _once(found: Sequence[Odd]) -> list[Odd]:
    """Several busy hours of a day are one finding: the busiest."""
    best: dict[tuple[str, date, int, int | None], Odd] = {}
    for odd in found:
        key = (odd.pattern, odd.on_day, odd.unit_id, odd.person_id)
        if key not in best or odd.count > best[key].count:
            best[key] = odd
    return list(best.values())


def per_hour(moments: Iterable[datetime]) -> list[int]:
    """How many looks in each of the day's 24 hours."""
    counted = Counter(at.hour for at in moments)
    return [counted[hour] for hour in range(24)]
