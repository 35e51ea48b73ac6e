"""The plan: one a case, own words, goals by class of information, measures by those who take part."""

from __future__ import annotations

import datetime as dt

import pytest

from hjemvei.accounts.actor import acting_as
from hjemvei.core.errors import NotAllowed, RuleBroken
from hjemvei.plans.actions.add_measure import Promise, add_measure
from hjemvei.plans.actions.move_measure import move_measure
from hjemvei.plans.actions.reach_goal import reach_goal
from hjemvei.plans.actions.revise_plan import revise_plan
from hjemvei.plans.actions.set_goal import set_goal
from hjemvei.plans.actions.start_plan import start_plan
from hjemvei.plans.choices import LifeArea
from hjemvei.plans.models import Goal, Measure, Plan
from hjemvei.plans.queries import plan_view
from tests.needs.factories import KLOK, raw, share
from tests.world import CLOCK, World

TODAY = dt.date(2026, 11, 16)


def plan(world: World, who: str = "Tor") -> Plan:
    with acting_as(world.actor(who)) as actor:
        return start_plan(actor=actor, case=world.case(KLOK), own_words="Jeg vil hjem", at=CLOCK)


def goal(
    world: World, area: LifeArea = LifeArea.HOUSING, who: str = "Tor", text: str = "En dør jeg kan låse"
) -> Goal:
    with acting_as(world.actor(who)) as actor:
        return set_goal(actor=actor, case=world.case(KLOK), area=area, text=text, in_own_words=True, at=CLOCK)


def measure(
    world: World, of: Goal, unit: str | None = None, who: str = "Tor", text: str = "Ringe"
) -> Measure:
    to_unit_id = world.unit(unit).pk if unit else None
    with acting_as(world.actor(who)) as actor:
        promise = Promise(text=text, to_unit_id=to_unit_id, due_on=TODAY)
        return add_measure(actor=actor, goal=of, promise=promise, at=CLOCK)


def test_the_prison_plans_without_consent(world: World) -> None:
    plan(world)
    measure(world, goal(world), "trondheim")
    for who in ("Ida", "Sara", "Oda", "Berit", "Kari"):
        with acting_as(world.actor(who)):
            for table in ("plan", "goal", "measure"):
                assert raw(f"SELECT count(*) FROM plans_{table}") == [(0,)], who


def test_one_plan_a_case_and_no_word_of_why(world: World) -> None:
    share(world)
    plan(world)
    for who in ("Tor", "Ida"):
        with pytest.raises(RuleBroken, match="herfra nå"):
            plan(world, who=who)


def test_health_goals_are_for_those_who_work_with_health(world: World) -> None:
    share(world)
    goal(world, LifeArea.HEALTH, who="Siv", text="Time hos legen")
    goal(world)
    seen = {"Siv": 2, "Nils": 2, "Tor": 1, "Sara": 1, "Ida": 1, "Odd": 1}
    for who, count in seen.items():
        with acting_as(world.actor(who)) as actor:
            assert raw("SELECT count(*) FROM plans_goal") == [(count,)], who
            codes = {area.code for area in plan_view(actor, world.case(KLOK), today=TODAY).areas}
        assert ("health" in codes) == (count == 2), who
    with pytest.raises(NotAllowed, match="helse"):
        goal(world, LifeArea.HEALTH, who="Tor")


def test_another_unit_is_involved_only_when_it_takes_part(world: World) -> None:
    wish = goal(world)
    with pytest.raises(RuleBroken, match="samtykke"):
        measure(world, wish, "tk-boligkontor")
    share(world)
    assert measure(world, wish, "tk-boligkontor").to_unit_id == world.unit("tk-boligkontor").pk


def test_the_one_who_has_the_measure_says_how_it_goes(world: World) -> None:
    share(world)
    task = measure(world, goal(world), "tk-boligkontor")
    with acting_as(world.actor("Nils")) as nils, pytest.raises(NotAllowed):
        move_measure(actor=nils, measure=task, verb="start", at=CLOCK)
    with acting_as(world.actor("Sara")) as sara:
        move_measure(actor=sara, measure=task, verb="start", at=CLOCK)
        assert move_measure(actor=sara, measure=task, verb="finish", at=CLOCK).done_on == TODAY
        with pytest.raises(RuleBroken):
            move_measure(actor=sara, measure=task, verb="drop", at=CLOCK)


def test_victories_are_goals_reached_and_measures_done_newest_first(world: World) -> None:
    plan(world)
    wish = goal(world)
    step = measure(world, wish)
    with acting_as(world.actor("Tor")) as tor:
        move_measure(actor=tor, measure=step, verb="finish", at=CLOCK)
        reach_goal(actor=tor, goal=wish, reached_on=TODAY + dt.timedelta(days=1), at=CLOCK)
        with pytest.raises(RuleBroken):
            reach_goal(actor=tor, goal=wish, reached_on=TODAY, at=CLOCK)
        view = plan_view(tor, world.case(KLOK), today=TODAY)
    assert [victory.text for victory in view.victories] == ["En dør jeg kan låse", "Ringe"]


def test_empty_words_are_refused_and_the_plan_can_be_revised(world: World) -> None:
    with pytest.raises(RuleBroken):
        goal(world, text="  ")
    started = plan(world)
    with pytest.raises(RuleBroken):
        measure(world, goal(world), text=" ")
    with acting_as(world.actor("Tor")) as tor:
        assert revise_plan(actor=tor, plan=started, own_words="Noe annet", review_on=None, at=CLOCK).own_words
