"""Every way out with its consequences: what the prison answers decides what happens next."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection

from hjemvei.accounts.actor import acting_as
from hjemvei.agreements.enums import CustodyStatus
from hjemvei.cases.actions.answer_gone import answer_gone
from hjemvei.cases.actions.end_absence import end_absence
from hjemvei.cases.actions.mark_gone import mark_gone
from hjemvei.cases.actions.presume_stay import presume_stay
from hjemvei.cases.actions.record_absence import record_absence
from hjemvei.cases.actions.record_release import record_release
from hjemvei.cases.actions.sync_tasks import sync_tasks
from hjemvei.cases.enums import AbsenceKind, Answer, ReleaseCertainty, WayOut
from hjemvei.cases.models import Absence, Caseload, Custody, Event, Placement, ReleaseDate, Task
from hjemvei.cases.queries.facts import situations
from hjemvei.core import clock
from hjemvei.core.errors import NotAllowed, RuleBroken
from hjemvei.sharing.models import Case
from tests.cases.factories import case_of, intake, take
from tests.world import World

TODAY = clock.today()
CLOCK = dt.datetime.combine(TODAY, dt.time(9), dt.UTC)
"""Today, and not the world's: access that follows a release ends by the database's own clock."""
# way out, custody closed, case closed for, dates unknown, away as, a next action
GOLDEN = [
    (WayOut.RELEASE, True, "", False, "", "first_night_not_without_consent"),
    (WayOut.PROBATION_RELEASE, True, "", False, "", "after_probation_release_4"),
    (WayOut.HOME_DETENTION, True, "", False, "", "after_home_detention_1"),
    (WayOut.INSTITUTION, False, "", True, "hospital", "after_institution_1"),
    (WayOut.DEPORTATION, True, "left_country", False, "", "after_deportation_1"),
    (WayOut.SENTENCE_TRANSFER, True, "left_country", False, "", "after_sentence_transfer_1"),
    (WayOut.ACQUITTAL, True, "", False, "", "unplanned_pack"),
    (WayOut.ESCAPE, False, "", True, "escape", "after_escape_1"),
    (WayOut.INTERRUPTION, False, "", True, "interruption", "after_interruption_2"),
    (WayOut.DEATH, True, "died", False, "", "after_death_1"),
    (WayOut.ERROR, False, "", False, "", "after_error_1"),
]


def open_codes(case: Case) -> set[str]:
    rows = Task.objects.filter(case=case, done_at=None, exempted_at=None, lapsed_at=None)
    return set(rows.values_list("code", flat=True))


@pytest.mark.parametrize(("way", "closed", "reason", "unknown", "away", "action"), GOLDEN)
def test_a_way_out(
    world: World, way: WayOut, closed: bool, reason: str, unknown: bool, away: str, action: str
) -> None:
    with acting_as(world.actor("Tor")) as tor:
        case = case_of(take(world, intake()))
        sync_tasks(actor=tor, case=case, at=CLOCK, today=TODAY)
        mark_gone(actor=tor, case_ids=[case.pk], on=TODAY, at=CLOCK)
        answer_gone(
            actor=tor, case=case, way_out=way, on=TODAY, at=CLOCK + dt.timedelta(hours=1), today=TODAY
        )
        custody = Custody.objects.get(case=case)
        assert (custody.ends_before is not None) is closed
        assert custody.gone_since is None
        assert Task.objects.get(case=case, code="who_left").done_at is not None
        case.refresh_from_db()
        assert (case.close_reason, case.closed_at is not None) == (reason, bool(reason))
        newest = ReleaseDate.objects.filter(case=case).order_by("-id")[0]
        assert (newest.expected_on is None) is unknown
        assert set(Absence.objects.filter(case=case).values_list("kind", flat=True)) == ({away} - {""})
        assert (Placement.objects.get(case=case).ends_before is not None) is closed
        assert Event.objects.filter(case=case, code=f"out_{way}", is_milestone=True).count() == 1
        assert (action in open_codes(case)) is ("not_without" not in action)
        followed = {WayOut.RELEASE, WayOut.PROBATION_RELEASE, WayOut.HOME_DETENTION, WayOut.ACQUITTAL}
        if way in followed:
            assert Caseload.objects.get(case=case).released_on == TODAY


def test_release_schedules_the_end_of_the_prisons_access(world: World) -> None:
    now = dt.datetime.now(dt.UTC)
    today = now.astimezone(dt.timezone(dt.timedelta(hours=1))).date()
    with acting_as(world.actor("Tor")) as tor:
        case = case_of(take(world, intake()))
        record_release(actor=tor, case=case, way_out=WayOut.RELEASE, on=today, at=now, today=today)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT (ends_at AT TIME ZONE 'Europe/Oslo')::date FROM sharing_participation"
                " WHERE case_id = %s AND unit_id = %s",
                [case.pk, world.unit("trondheim").pk],
            )
            assert cursor.fetchone() == (today + dt.timedelta(days=14),)


def test_remand_that_ends_today_gives_steps_for_today(world: World) -> None:
    remand = {"status": CustodyStatus.REMAND, "expected_on": None, "certainty": ReleaseCertainty.UNKNOWN}
    with acting_as(world.actor("Tor")) as tor:
        case = case_of(take(world, intake(**remand)))
        record_release(actor=tor, case=case, way_out=WayOut.ACQUITTAL, on=TODAY, at=CLOCK, today=TODAY)
        assert Task.objects.get(case=case, code="unplanned_pack").due_on == TODAY
        with pytest.raises(RuleBroken):
            record_release(actor=tor, case=case, way_out=WayOut.RELEASE, on=TODAY, at=CLOCK, today=TODAY)


def test_a_transfer_keeps_the_case_and_hands_over(world: World) -> None:
    with acting_as(world.actor("Tor")) as tor:
        case = case_of(take(world, intake()))
        with pytest.raises(RuleBroken):
            answer_gone(actor=tor, case=case, way_out=WayOut.TRANSFER, on=TODAY, at=CLOCK, today=TODAY)
        answer_gone(
            actor=tor,
            case=case,
            way_out=WayOut.TRANSFER,
            on=TODAY,
            at=CLOCK,
            today=TODAY,
            to_unit=world.unit("bergen"),
        )
        assert not Case.objects.filter(pk=case.pk).exists()
    with acting_as(world.actor("Berit")):
        assert Custody.objects.get(case=case).ends_before is None
        assert {"contact_officer", "after_transfer_2"} <= open_codes(case)
        assert "after_transfer_1" not in open_codes(case)  # the answer named the prison
        assert "after_transfer_3" not in open_codes(case)  # the contact officer is asked for once
        due = dict(Task.objects.filter(case=case, done_at=None).values_list("code", "due_on"))
        assert due["contact_officer"] == TODAY > Custody.objects.get(case=case).starts_on
        assert due["consent_asked"] == TODAY + dt.timedelta(days=7)
        assert Caseload.objects.get(case=case).unit == world.unit("bergen")


def test_days_away_are_added_once(world: World) -> None:
    with acting_as(world.actor("Tor")) as tor:
        case = case_of(take(world, intake(expected_on=dt.date(2027, 5, 3))))
        start = dt.date(2026, 11, 1)
        record_absence(
            actor=tor,
            case=case,
            kind=AbsenceKind.ESCAPE,
            starts_on=start,
            ends_before=None,
            at=CLOCK,
            today=TODAY,
        )
        assert ReleaseDate.objects.filter(case=case).order_by("-id")[0].expected_on is None
        assert mark_gone(actor=tor, case_ids=[case.pk], on=TODAY, at=CLOCK) == []
        later = CLOCK + dt.timedelta(minutes=5)
        end_absence(actor=tor, case=case, ends_before=dt.date(2026, 11, 11), at=later, today=TODAY)
        newest = ReleaseDate.objects.filter(case=case).order_by("-id")[0]
        assert newest.expected_on == dt.date(2027, 5, 13)
        assert "10 dagers fravær" in newest.reason


def test_remand_counts_when_somebody_presumes_it(world: World) -> None:
    remand = {"status": CustodyStatus.REMAND, "expected_on": None, "certainty": ReleaseCertainty.UNKNOWN}
    with acting_as(world.actor("Tor")) as tor:
        case = case_of(take(world, intake(admitted_on=dt.date(2026, 10, 20), **remand)))
        assert situations(tor, [case.pk], today=TODAY)[case.pk].verdict.answer is Answer.UNKNOWN
        until = dt.date(2027, 2, 1)
        presume_stay(actor=tor, case=case, until=until, reason="Saken er stor", at=CLOCK, today=TODAY)
        assert situations(tor, [case.pk], today=TODAY)[case.pk].verdict.answer is Answer.YES
        with pytest.raises(RuleBroken):
            presume_stay(actor=tor, case=case, until=until, reason="  ", at=CLOCK, today=TODAY)


def test_a_day_that_does_not_fit_is_refused(world: World) -> None:
    with acting_as(world.actor("Tor")) as tor:
        case = case_of(take(world, intake()))
        for day in (dt.date(2026, 8, 1), TODAY + dt.timedelta(days=1)):
            with pytest.raises(RuleBroken) as error:
                answer_gone(actor=tor, case=case, way_out=WayOut.RELEASE, on=day, at=CLOCK, today=TODAY)
            assert error.value.field == "on"


def test_nobody_outside_the_prison_answers(world: World) -> None:
    with acting_as(world.actor("Tor")):
        case = case_of(take(world, intake()))
    with acting_as(world.actor("Berit")) as berit, pytest.raises(NotAllowed):
        answer_gone(actor=berit, case=case, way_out=WayOut.RELEASE, on=TODAY, at=CLOCK, today=TODAY)


@pytest.mark.parametrize("way", [WayOut.RELEASE, WayOut.DEATH])
def test_what_is_written_down_long_after_ends_access_at_once(world: World, way: WayOut) -> None:
    """Everything is written before the door closes: afterwards nobody in the prison could."""
    long_ago = TODAY - dt.timedelta(days=200)
    with acting_as(world.actor("Tor")) as tor:
        case = case_of(take(world, intake(admitted_on=long_ago - dt.timedelta(days=100))))
        sync_tasks(actor=tor, case=case, at=CLOCK, today=TODAY)
        after = answer_gone(actor=tor, case=case, way_out=way, on=long_ago, at=CLOCK, today=TODAY)
        assert after.closes_custody
        assert not Case.objects.filter(pk=case.pk).exists()
