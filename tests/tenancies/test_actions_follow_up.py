"""First night, planned contacts, the person's yes, reports and readiness."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from hjemvei.accounts.actor import acting_as
from hjemvei.accounts.enums import InfoClass
from hjemvei.agreements.enums import OffsetUnit
from hjemvei.agreements.rules import Offset
from hjemvei.cases.enums import Answer
from hjemvei.cases.models import Event, HomeStatus, Task
from hjemvei.core.errors import NotAllowed, RuleBroken
from hjemvei.deviations.models import Deviation
from hjemvei.sharing.models import owned_by
from hjemvei.tenancies.actions.agree_follow_up import agree_follow_up
from hjemvei.tenancies.actions.check_readiness import check_readiness
from hjemvei.tenancies.actions.plan_follow_ups import plan_follow_ups
from hjemvei.tenancies.actions.record_first_night import Night, record_first_night
from hjemvei.tenancies.actions.report_follow_up import Report, report_follow_up
from hjemvei.tenancies.choices import ContactOutcome, NightPlace
from hjemvei.tenancies.models import FirstNight, FollowUp
from hjemvei.tenancies.queries import readiness_of
from hjemvei.tenancies.rules import contact_plan, security_left
from tests.needs.factories import KLOK, raw, share
from tests.tenancies.factories import leased
from tests.world import CLOCK, World

TODAY = dt.date(2026, 11, 16)


def night(world: World, place: NightPlace, who: str = "Odd", **changes: Any) -> FirstNight:
    values: dict[str, Any] = {"night_of": TODAY, "source": "Samtale"}
    with acting_as(world.actor(who)) as actor:
        spent = Night(place=place, **(values | changes))
        return record_first_night(actor=actor, case=world.case(KLOK), night=spent, at=CLOCK)


def planned(world: World, *, agreed: bool = True, who: str = "Odd") -> list[FollowUp]:
    with acting_as(world.actor(who)) as actor:
        return plan_follow_ups(
            actor=actor,
            case=world.case(KLOK),
            to_unit_id=world.unit("tk-oppfolging").pk,
            released_on=TODAY,
            person_agreed=agreed,
            at=CLOCK,
        )


def report(
    world: World, contact: FollowUp, outcome: ContactOutcome, who: str = "Odd", **changes: Any
) -> FollowUp:
    with acting_as(world.actor(who)) as actor:
        told = Report(**({"outcome": outcome, "happened_on": TODAY} | changes))
        return report_follow_up(actor=actor, follow_up=contact, report=told, at=CLOCK)


def task(world: World, code: str, unit: str, who: str) -> None:
    with acting_as(world.actor(who)) as actor:
        Task.objects.create(
            **owned_by(actor, world.case(KLOK), at=CLOCK),
            code=code,
            title=code,
            party="municipality",
            to_unit=world.unit(unit),
            opens_on=TODAY,
            due_on=TODAY,
            first_due_on=TODAY,
        )


def test_the_plan_follows_the_agreement_on_working_days() -> None:
    days = {contact.code: contact.planned_on for contact in contact_plan(released_on=TODAY)}
    assert days["first_follow_up"] == dt.date(2026, 11, 18)
    assert days["follow_up_week_4"] == dt.date(2026, 12, 14)
    assert days["still_housed_3_months"] == dt.date(2027, 2, 16)
    assert days["still_housed_12_months"] == dt.date(2027, 11, 16)
    assert len(days) == 8


def test_an_agreements_own_number_counts_and_strange_codes_do_not_hurt() -> None:
    changes = {
        "first_follow_up": Offset(1, OffsetUnit.WORKING_DAYS),
        "brik_offered": Offset(1, OffsetUnit.DAYS),
    }
    first = contact_plan(released_on=TODAY, changes=changes)[0]
    assert (first.code, first.planned_on) == ("first_follow_up", dt.date(2026, 11, 17))


def test_security_left() -> None:
    assert security_left(rent=8000, secured=0) == 48_000
    assert security_left(rent=8000, secured=50_000) == 0


def test_the_first_night_is_written_finishes_its_task_and_a_correction_is_appended(world: World) -> None:
    share(world)
    task(world, "first_night", "tk-oppfolging", "Odd")
    night(world, NightPlace.UNKNOWN)
    night(world, NightPlace.FAMILY)
    with acting_as(world.actor("Odd")):
        assert [row.place for row in FirstNight.objects.order_by("id")] == ["unknown", "family"]
        assert Task.objects.get().done_at == CLOCK
        assert Deviation.objects.count() == 0


def test_the_visiting_flat_is_a_deviation_and_no_home(world: World) -> None:
    share(world)
    night(world, NightPlace.VISITING_FLAT)
    night(world, NightPlace.VISITING_FLAT)
    with acting_as(world.actor("Odd")):
        assert Deviation.objects.get().kind == "visiting_flat_used"
        assert HomeStatus.objects.order_by("-id")[0].status == "no_home"


def test_a_night_to_come_and_a_role_without_housing_are_refused(world: World) -> None:
    share(world, ["tk-oppfolging", "tk-helse"])
    with pytest.raises(RuleBroken):
        night(world, NightPlace.FAMILY, night_of=TODAY + dt.timedelta(days=1))
    with pytest.raises(NotAllowed):
        night(world, NightPlace.FAMILY, who="Hege")


def test_contacts_are_planned_once_and_only_for_a_unit_with_access(world: World) -> None:
    share(world, ["tk-nav"])
    with pytest.raises(RuleBroken, match="samtykke"):
        planned(world, who="Nils")
    share(world, ["tk-oppfolging"])
    assert len(planned(world)) == 8
    assert planned(world) == []


def test_nobody_is_met_without_the_persons_yes(world: World) -> None:
    share(world)
    contact = planned(world, agreed=False)[0]
    with pytest.raises(RuleBroken, match="sagt ja"):
        report(world, contact, ContactOutcome.MET)
    with acting_as(world.actor("Odd")) as odd:
        assert agree_follow_up(actor=odd, case=world.case(KLOK), person_agreed=True, at=CLOCK) == 8
    assert report(world, contact, ContactOutcome.MET, went_well="Handlet selv").outcome == "met"


def test_a_missed_contact_is_tried_again_and_its_task_stays_open(world: World) -> None:
    share(world)
    task(world, "first_follow_up", "tk-oppfolging", "Odd")
    contact = planned(world)[0]
    report(world, contact, ContactOutcome.MISSED)
    with acting_as(world.actor("Odd")):
        again = FollowUp.objects.filter(code="first_follow_up", outcome="").get()
        assert Task.objects.get().done_at is None
    assert again.planned_on == dt.date(2026, 11, 18)
    report(world, again, ContactOutcome.PHONE, still_housed=True)
    with acting_as(world.actor("Odd")):
        assert Task.objects.get().done_at == CLOCK


def test_a_contact_is_reported_once_by_the_unit_that_has_it(world: World) -> None:
    share(world)
    contact = planned(world)[0]
    with pytest.raises(NotAllowed):
        report(world, contact, ContactOutcome.PHONE, who="Nils")
    report(world, contact, ContactOutcome.NOT_WANTED)
    with pytest.raises(RuleBroken):
        report(world, contact, ContactOutcome.PHONE)


def test_readiness_is_kept_by_class_and_its_task_is_done(world: World) -> None:
    share(world)
    task(world, "readiness_14", "tk-nav", "Nils")
    answers = {"home": Answer.YES, "health": Answer.NO, "income": Answer.UNKNOWN}
    with acting_as(world.actor("Nils")) as nils:
        check_readiness(actor=nils, case=world.case(KLOK), task="readiness_14", answers=answers, at=CLOCK)
        assert Task.objects.get().done_at == CLOCK
        said = {row.item.code: row.answer for row in readiness_of(nils, world.case(KLOK))}
    assert (said["home"], said["health"], said["phone"]) == (Answer.YES, Answer.NO, Answer.UNKNOWN)
    with acting_as(world.actor("Odd")) as odd:
        assert "health" not in {row.item.code for row in readiness_of(odd, world.case(KLOK))}
        assert not Event.objects.filter(code="readiness", info_class=InfoClass.HEALTH).exists()
        assert raw("SELECT count(*) FROM cases_event WHERE info_class IN (4, 5)") == [(0,)]


def test_the_second_lock_after_release_without_consent(world: World) -> None:
    share(world)
    leased(world)
    planned(world)
    night(world, NightPlace.PERMANENT)
    tables = ("tenancies_lease", "tenancies_followup", "tenancies_firstnight", "allocation_offer")
    for who in ("Tor", "Siv", "Oda", "Berit", "Kari", "Vera"):
        with acting_as(world.actor(who)):
            for table in tables:
                assert raw(f"SELECT count(*) FROM {table}") == [(0,)], (who, table)
    with acting_as(world.actor("Odd")):
        assert [raw(f"SELECT count(*) FROM {table}") for table in tables] == [[(1,)], [(8,)], [(1,)], [(1,)]]
