"""Each pattern by its table; then a day of one employee."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hjemvei.agreements.calendar import WorkCalendar
from hjemvei.oversight import rules
from hjemvei.oversight.choices import EXPLAINED, Pattern
from tests.golden import Row, golden

MONDAY = dt.datetime(2026, 11, 16, 10, 0)
KARI = rules.Employee(user_id=1, name="Kari Foss", roles=frozenset({"social_caseworker"}), usual=3)


def yes(cell: str) -> bool:
    assert cell in ("ja", "nei")
    return cell == "ja"


def why(row: Row) -> str:
    return row["hvorfor"]


@pytest.mark.parametrize("row", golden("oversight", "etternavn"), ids=why)
def test_a_family_name_in_common(row: Row) -> None:
    assert rules.shares_family_name(row["ansatt"], row["etternavn"]) is yes(row["ventet"])


@pytest.mark.parametrize("row", golden("oversight", "uten_del"), ids=why)
def test_no_part_in_the_case(row: Row) -> None:
    found = rules.lacks_tie(
        takes_part=yes(row["enheten deltar"]),
        is_assigned=yes(row["har oppdrag"]),
        others_assigned=yes(row["en annen har oppdraget"]),
        roles=frozenset(row["rolle"].split()),
    )
    assert found is yes(row["ventet"])


@pytest.mark.parametrize("row", golden("oversight", "mange"), ids=why)
def test_many_in_an_hour(row: Row) -> None:
    assert rules.is_many(int(row["antall"]), usual=float(row["pleier"])) is yes(row["ventet"])


@pytest.mark.parametrize("row", golden("oversight", "arbeidstid"), ids=why)
def test_outside_hours(row: Row) -> None:
    at = dt.datetime.fromisoformat(row["tidspunkt"])
    roles = frozenset(row["rolle"].split())
    found = rules.is_outside_hours(at, roles=roles, is_working_day=yes(row["arbeidsdag"]))
    assert found is yes(row["ventet"])


@pytest.mark.parametrize("row", golden("oversight", "vernet_og_sok"), ids=why)
def test_protected_people_and_searches_that_find_nobody(row: Row) -> None:
    found = rules.lacks_errand(is_protected=yes(row["vernet"]), is_assigned=yes(row["har oppdrag"]))
    assert found is yes(row["ventet vernet"])
    assert rules.is_fishing(int(row["søk uten treff"])) is yes(row["ventet søk"])


def look(minute: int = 0, **changes: Any) -> rules.Look:
    values = {"user_id": 1, "unit_id": 7, "person_id": 5, "case_id": 6, "family_name": "Lyng"}
    return rules.Look(at=MONDAY + dt.timedelta(minutes=minute), **{**values, **changes})


def odd(*looks: rules.Look) -> list[tuple[str, int | None, int]]:
    found = rules.odd_looks(looks, KARI, is_working_day=WorkCalendar().is_working_day)
    return [(item.pattern, item.person_id, item.count) for item in found]


def test_an_ordinary_day_gives_nothing() -> None:
    assert odd(look(), look(5), look(9, person_id=8)) == []


def test_the_same_person_twice_is_one_finding_that_says_how_often() -> None:
    assert odd(look(family_name="Foss"), look(30, family_name="Foss")) == [("own_name", 5, 2)]


def test_an_evening_is_one_finding_whoever_it_was_about() -> None:
    late = [look(9 * 60 + minute, person_id=minute) for minute in range(4)]
    assert odd(*late) == [("outside_hours", None, 4)]


def test_the_busiest_hour_of_a_day_stands_for_it() -> None:
    looks = [look(n, person_id=n) for n in range(13)] + [look(60 + n, person_id=100 + n) for n in range(20)]
    assert odd(*looks) == [("many_in_an_hour", None, 20)]


def test_searches_are_counted_by_the_hour() -> None:
    spread = [look(minute=n * 30, person_id=None) for n in range(9)]
    assert odd(*spread) == []
    assert odd(*[look(minute=n, person_id=None) for n in range(9)]) == [("empty_searches", None, 9)]


def test_every_pattern_is_explained() -> None:
    assert set(EXPLAINED) == set(Pattern)


@given(st.lists(st.integers(0, 60 * 24 - 1), max_size=40))
def test_no_finding_counts_more_looks_than_there_were(minutes: list[int]) -> None:
    looks = [look(minute, person_id=minute % 7, takes_part=minute % 3 > 0) for minute in minutes]
    found = rules.odd_looks(looks, KARI, is_working_day=WorkCalendar().is_working_day)
    assert all(1 <= item.count <= len(looks) and item.first_at <= item.last_at for item in found)
    keys = [(item.pattern, item.on_day, item.unit_id, item.person_id) for item in found]
    assert len(keys) == len(set(keys))
