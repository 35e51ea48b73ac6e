"""Deviations: said by people, answered for, closed with cause, measure and effect."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import pytest

from hjemvei.accounts.actor import Actor, acting_as
from hjemvei.audit.reads import recording
from hjemvei.core.errors import NotAllowed, RuleBroken
from hjemvei.deviations.actions.carry_out_measure import carry_out_measure
from hjemvei.deviations.actions.close_deviation import Closing, close_deviation
from hjemvei.deviations.actions.plan_deviation import Plan, plan_deviation
from hjemvei.deviations.actions.report_deviation import Slip, report_deviation
from hjemvei.deviations.actions.withdraw_deviation import withdraw_deviation
from hjemvei.deviations.choices import Cause, DeviationKind, Effect
from hjemvei.deviations.models import Deviation
from hjemvei.deviations.queries import DeviationView, own_deviations
from tests.needs.factories import KLOK, raw, share
from tests.world import CLOCK, World

TODAY = dt.date(2026, 11, 16)


def report(world: World, who: str = "Tor", **changes: Any) -> Deviation:
    values: dict[str, Any] = {
        "kind": DeviationKind.OTHER,
        "happened_on": TODAY,
        "to_unit_id": world.unit("trondheim").pk,
    }
    with acting_as(world.actor(who)) as actor:
        slip = Slip(**(values | changes))
        return report_deviation(actor=actor, case=world.case(KLOK), slip=slip, at=CLOCK)


def test_reported_once_for_its_kind_and_day(world: World) -> None:
    report(world)
    with pytest.raises(RuleBroken, match="allerede"):
        report(world)
    report(world, kind=DeviationKind.NOTICE_LATE)


def test_a_day_to_come_and_a_unit_outside_are_refused(world: World) -> None:
    with pytest.raises(RuleBroken):
        report(world, happened_on=TODAY + dt.timedelta(days=1))
    with pytest.raises(RuleBroken):
        report(world, to_unit_id=world.unit("tk-nav").pk)


def shown(actor: Actor, tab: str) -> Sequence[DeviationView]:
    with recording(actor, page="deviations:list"):
        return own_deviations(actor, shown=tab).rows


def closing(**changes: Any) -> Closing:
    return Closing(**({"cause": Cause.ROUTINES, "measure": "Ny rutine"} | changes))


def test_closed_with_cause_measure_and_effect_by_who_has_it(world: World) -> None:
    share(world)
    slip = report(world, to_unit_id=world.unit("tk-nav").pk)
    with acting_as(world.actor("Odd")) as odd, pytest.raises(NotAllowed):
        close_deviation(actor=odd, deviation=slip, closing=closing(), at=CLOCK)
    with acting_as(world.actor("Nils")) as nils:
        for refused in ({"measure": " "}, {"cause": Cause.OTHER}):
            with pytest.raises(RuleBroken):
                close_deviation(actor=nils, deviation=slip, closing=closing(**refused), at=CLOCK)
        said = closing(cause=Cause.OTHER, cause_note="Flytting", effect=Effect.WORKED)
        row = close_deviation(actor=nils, deviation=slip, closing=said, at=CLOCK)
        assert (row.state, row.effect, row.cause_note) == ("closed", "worked", "Flytting")
        with pytest.raises(RuleBroken):
            close_deviation(actor=nils, deviation=slip, closing=closing(), at=CLOCK)


def test_owner_measure_day_and_follow_up(world: World) -> None:
    slip = report(world)
    with acting_as(world.actor("Tor")) as tor:
        week = TODAY + dt.timedelta(days=7)
        for refused in ({"to_user_id": world.actor("Berit").user_id}, {"due_on": TODAY - dt.timedelta(1)}):
            values: dict[str, Any] = {"to_user_id": tor.user_id, "measure": "Ring", "due_on": week} | refused
            with pytest.raises(RuleBroken):
                plan_deviation(actor=tor, deviation=slip, plan=Plan(**values), at=CLOCK)
        with pytest.raises(RuleBroken):
            carry_out_measure(actor=tor, deviation=slip, follow_up_on=week, at=CLOCK)
        planned = Plan(to_user_id=tor.user_id, measure="Ring", due_on=week)
        plan_deviation(actor=tor, deviation=slip, plan=planned, at=CLOCK)
        mine = shown(tor, "mine")
        assert [(row.measure, row.due_on, row.state) for row in mine] == [("Ring", week, "planned")]
        row = carry_out_measure(actor=tor, deviation=slip, follow_up_on=week, at=CLOCK)
        assert (row.state, row.due_on) == ("done", week)


def test_what_went_well_is_noted_and_needs_nobody(world: World) -> None:
    row = report(world, kind=DeviationKind.WELL_HOME, cause=Cause.ROUTINES)
    assert row.state == "noted"
    with acting_as(world.actor("Tor")) as tor:
        assert shown(tor, "") == []
        assert [one.cause for one in shown(tor, "bra")] == ["gode rutiner"]


def test_other_as_cause_needs_words(world: World) -> None:
    with pytest.raises(RuleBroken):
        report(world, cause=Cause.OTHER)
    report(world, cause=Cause.OTHER, cause_note="Flom")


def test_a_mistaken_report_is_taken_back_and_stays_on_record(world: World) -> None:
    slip = report(world)
    with acting_as(world.actor("Tor")) as tor:
        withdraw_deviation(actor=tor, deviation=slip, at=CLOCK)
        assert [row.why_not for row in shown(tor, "feil")] == ["meldt ved en feil"]


def test_the_second_lock(world: World) -> None:
    report(world)
    for who in ("Ida", "Oda", "Berit", "Kari", "Per", "Vera"):
        with acting_as(world.actor(who)):
            assert raw("SELECT count(*) FROM deviations_deviation") == [(0,)], who
