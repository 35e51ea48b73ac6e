"""The tables that the world is made of hold together, and nobody in them is real."""

from __future__ import annotations

import datetime as dt
import io
import random

import pytest
from django.core.management import CommandError, call_command

from hjemvei.demo.world.made_up import synthetic_number
from hjemvei.demo.world.people import people_before, people_now, roll_file
from hjemvei.demo.world.picks import choose, the_others
from hjemvei.demo.world.scenarios import read_scenarios
from hjemvei.demo.world.steps import PLAYS
from hjemvei.demo.world.tables import EARLIER_ROLL, LATER_ROLL, ROLLS, Calendar, rows
from hjemvei.persons.rules import IdNumber, classify_number

WEEK = [dt.date(2027, 2, 22) + dt.timedelta(days=number) for number in range(7)]


def test_the_world_refuses_outside_demo_mode(settings) -> None:
    settings.DEMO = False

    with pytest.raises(CommandError, match="demo mode"):
        call_command("load_demo", stdout=io.StringIO())


@pytest.mark.parametrize("today", WEEK)
def test_the_second_roll_is_last_mondays(today: dt.date) -> None:
    monday = LATER_ROLL + Calendar(today).shift

    assert monday.weekday() == 0
    assert dt.timedelta(days=1) <= today - monday <= dt.timedelta(days=7)


def test_dates_move_by_whole_weeks_and_the_file_stays() -> None:
    before = (ROLLS / f"trondheim-{EARLIER_ROLL}.csv").read_bytes()

    name, shifted = roll_file(EARLIER_ROLL, Calendar(LATER_ROLL + dt.timedelta(days=15)))

    assert name == "trondheim-2026-11-16.csv"
    assert b";2024-11-09;2026-12-10;probation;" in shifted
    assert b";1982-11-03;" in shifted
    assert (ROLLS / f"trondheim-{EARLIER_ROLL}.csv").read_bytes() == before


def test_numbers_are_synthetic_and_hold() -> None:
    dice = random.Random(1)

    for year in (1958, 1979, 2003):
        found = classify_number(synthetic_number(dt.date(year, 2, 27), dice))

        assert isinstance(found, IdNumber)
        assert found.is_synthetic


@pytest.mark.parametrize("today", WEEK)
def test_every_weekday_has_people_for_every_scenario(today: dt.date) -> None:
    calendar = Calendar(today)
    inside, new = people_now(calendar, random.Random(1))

    chosen = choose(read_scenarios(), inside, calendar)

    assert (
        len({who.person.reference for who in chosen}) == len(chosen) == sum(s.now for s in read_scenarios())
    )
    assert len(new) == 6
    others = the_others(read_scenarios(), inside, chosen)
    walking = [who.person.reference for who in [*chosen, *others]]
    assert len(set(walking)) == len(walking)
    assert {person.reference for person in inside if person.is_of_trondheim} <= set(walking)


def test_the_same_seed_gives_the_same_people() -> None:
    calendar = Calendar(WEEK[0])
    like, _new = people_now(calendar, random.Random(3))

    first = list(people_before(20, like=like, calendar=calendar, dice=random.Random(5)))
    again = list(people_before(20, like=like, calendar=calendar, dice=random.Random(5)))

    assert first == again
    assert not {person.name for person in first} & {person.name for person in like}


def test_scenarios_use_words_that_exist_and_a_third_is_hard() -> None:
    scenarios = read_scenarios()

    assert {step.word for scenario in scenarios for step in scenario.steps} <= set(PLAYS)
    assert all(scenario.what for scenario in scenarios)
    assert sum(s.now for s in scenarios if s.is_hard) * 3 >= sum(s.now for s in scenarios)
    assert sum(s.before for s in scenarios if s.is_hard) * 3 >= sum(s.before for s in scenarios)
    for scenario in scenarios:
        days = [step.days for step in scenario.steps]
        assert days == sorted(days), scenario.code


def test_every_role_has_somebody() -> None:
    roles = {row["role"] for row in rows("staff")}

    assert {"contact_officer", "municipal_coordinator", "housing_officer", "privacy_officer"} <= roles
    assert len(rows("staff")) >= 25
    assert len(rows("dwellings")) == 40
