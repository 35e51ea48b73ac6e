"""Deviations: said by people, found by the system, closed with cause and measure."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from hjemvei.accounts.actor import acting_as
from hjemvei.cases.models import Assignment, Custody, Task
from hjemvei.core.errors import NotAllowed, RuleBroken
from hjemvei.deviations.actions.close_deviation import close_deviation
from hjemvei.deviations.actions.find_deviations import find_deviations
from hjemvei.deviations.actions.report_deviation import Slip, report_deviation
from hjemvei.deviations.choices import Cause, DeviationKind
from hjemvei.deviations.models import Deviation
from hjemvei.deviations.rules import Released, release_deviations
from hjemvei.sharing.models import Consent, owned_by
from hjemvei.tenancies.models import FirstNight
from tests.needs.factories import KLOK, raw, share
from tests.world import CLOCK, World, system_actor

TODAY = dt.date(2026, 11, 16)
YESTERDAY = TODAY - dt.timedelta(days=1)


def report(world: World, who: str = "Tor", **changes: Any) -> Deviation:
    values: dict[str, Any] = {
        "kind": DeviationKind.OTHER,
        "happened_on": TODAY,
        "to_unit_id": world.unit("trondheim").pk,
    }
    with acting_as(world.actor(who)) as actor:
        slip = Slip(**(values | changes))
        return report_deviation(actor=actor, case=world.case(KLOK), slip=slip, at=CLOCK)


def released(world: World) -> None:
    with acting_as(world.actor("Tor")) as tor:
        Custody.objects.create(
            **owned_by(tor, world.case(KLOK), at=CLOCK),
            status="sentenced",
            reference="T1",
            starts_on=dt.date(2026, 1, 1),
            ends_before=YESTERDAY,
            way_out="release",
        )


def find(world: World, slug: str = "tk-koordinering") -> list[str]:
    with acting_as(system_actor(world, slug)) as system:
        find_deviations(actor=system, today=TODAY, at=CLOCK)
        assert find_deviations(actor=system, today=TODAY, at=CLOCK) == 0
        return sorted(Deviation.objects.values_list("kind", flat=True).order_by("id"))


def owner(world: World, unit: str, who: str = "Ida") -> None:
    with acting_as(world.actor(who)) as actor:
        Assignment.objects.create(
            **owned_by(actor, world.case(KLOK), at=CLOCK),
            role="social_caseworker",
            to_unit=world.unit(unit),
            state="accepted",
            is_owner=True,
            offered_at=CLOCK,
            answered_at=CLOCK,
        )


def test_no_owner_in_the_ordinary_service_on_release_day(world: World) -> None:
    share(world)
    released(world)
    owner(world, "tk-koordinering")
    assert find(world) == ["no_owner_at_release"]


def test_an_owner_in_the_ordinary_service_is_as_agreed(world: World) -> None:
    share(world)
    released(world)
    owner(world, "tk-nav")
    assert find(world) == []


def test_a_prison_that_sees_no_assignment_concludes_nothing(world: World) -> None:
    share(world)
    released(world)
    owner(world, "tk-nav")
    assert find(world, "trondheim") == []


def test_released_without_a_home(world: World) -> None:
    share(world)
    released(world)
    owner(world, "tk-nav")
    with acting_as(world.actor("Nils")) as nils:
        fields = owned_by(nils, world.case(KLOK), at=CLOCK)
        FirstNight.objects.create(**fields, place="rough", night_of=YESTERDAY, source="Samtale")
    assert find(world) == ["no_home_at_release"]


@pytest.mark.parametrize("state", ["refused", "asked"])
def test_a_refused_consent_is_never_a_deviation(world: World, state: str) -> None:
    released(world)
    with acting_as(world.actor("Tor")) as tor:
        Consent.objects.create(**owned_by(tor, world.case(KLOK), at=CLOCK), state=state, form="oral")
    assert find(world, "trondheim") == []


def test_a_passed_deadline_is_found_once_and_goes_to_who_has_the_task(world: World) -> None:
    with acting_as(world.actor("Tor")) as tor:
        for number, done in enumerate((None, None, CLOCK)):
            Task.objects.create(
                **owned_by(tor, world.case(KLOK), at=CLOCK),
                code=f"task{number}",
                title="Oppgave",
                party="prison",
                to_unit=world.unit("trondheim"),
                opens_on=YESTERDAY,
                due_on=YESTERDAY,
                first_due_on=YESTERDAY,
                done_at=done,
            )
    assert find(world, "trondheim") == ["deadline_passed"]
    with acting_as(world.actor("Tor")):
        assert Deviation.objects.get().to_unit_id == world.unit("trondheim").pk


def test_the_rule_says_nothing_without_consent() -> None:
    facts = {"released_on": TODAY, "owner_kind": "", "night": "visiting_flat"}
    assert release_deviations(Released(consented=False, **facts)) == ()
    assert release_deviations(Released(consented=True, **facts)) == (
        "no_owner_at_release",
        "no_home_at_release",
        "visiting_flat_used",
    )


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


def test_closed_with_cause_and_measure_by_who_has_it(world: World) -> None:
    share(world)
    slip = report(world, to_unit_id=world.unit("tk-nav").pk)
    with acting_as(world.actor("Odd")) as odd, pytest.raises(NotAllowed):
        close_deviation(actor=odd, deviation=slip, cause=Cause.ROUTINES, measure="Ny rutine", at=CLOCK)
    with acting_as(world.actor("Nils")) as nils:
        with pytest.raises(RuleBroken):
            close_deviation(actor=nils, deviation=slip, cause=Cause.ROUTINES, measure=" ", at=CLOCK)
        close_deviation(actor=nils, deviation=slip, cause=Cause.ROUTINES, measure="Ny rutine", at=CLOCK)
        with pytest.raises(RuleBroken):
            close_deviation(actor=nils, deviation=slip, cause=Cause.OTHER, measure="x", at=CLOCK)


def test_the_second_lock(world: World) -> None:
    report(world)
    for who in ("Ida", "Oda", "Berit", "Kari", "Per", "Vera"):
        with acting_as(world.actor(who)):
            assert raw("SELECT count(*) FROM deviations_deviation") == [(0,)], who
