"""What the system finds by night: once for each fact, opened again, taken back when it was mistaken."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from hjemvei.accounts.actor import acting_as
from hjemvei.cases.actions.sync_caseload import sync_caseload
from hjemvei.cases.models import Assignment, Custody, Message, Notice, ReleaseDate, Task
from hjemvei.deviations.actions.close_deviation import Closing, close_deviation
from hjemvei.deviations.actions.find_deviations import find_deviations
from hjemvei.deviations.actions.withdraw_deviation import withdraw_deviation
from hjemvei.deviations.choices import Cause
from hjemvei.deviations.models import Deviation
from hjemvei.needs.models import HousingFact
from hjemvei.sharing.models import Consent, owned_by
from hjemvei.tenancies.models import FirstNight, Guarantee, Lease
from tests.guards.rows import fill
from tests.needs.factories import KLOK, raw
from tests.needs.factories import share as share_today
from tests.world import CLOCK, World, system_actor

TODAY = dt.date(2026, 11, 16)
YESTERDAY = TODAY - dt.timedelta(days=1)


def days(count: int) -> dt.date:
    return TODAY + dt.timedelta(days=count)


def share(world: World) -> Consent:
    consent = share_today(world)
    with acting_as(world.actor("Tor")):
        Consent.objects.filter(pk=consent.pk).update(starts_on=dt.date(2026, 1, 1))
    return consent


def put(world: World, who: str, model: Any, **values: Any) -> Any:
    with acting_as(world.actor(who)) as actor:
        case = world.case(KLOK)
        row = model.objects.create(**owned_by(actor, case, at=CLOCK), **values)
        sync_caseload(case_ids=[case.pk])
        return row


def released(world: World, way_out: str = "release", on: dt.date = YESTERDAY) -> None:
    began = dt.date(2026, 1, 1)
    put(
        world,
        "Tor",
        Custody,
        status="sentenced",
        reference="T1",
        starts_on=began,
        ends_before=on,
        way_out=way_out,
    )


def find(world: World, today: dt.date = TODAY) -> list[tuple[str, str, str]]:
    """Kind, state and the unit it was sent to, of all there are; the second look of a night finds nothing."""
    at = CLOCK + (today - TODAY)
    with acting_as(system_actor(world, "bergen")) as system:
        find_deviations(by=system.user_id, today=today, at=at)
        assert find_deviations(by=system.user_id, today=today, at=at) == 0
    seen = set()
    for name in ("Tor", "Ida", "Nils"):
        with acting_as(world.actor(name)) as actor:
            rows = Deviation.objects.visible_to(actor).order_by("id")
            seen |= set(rows.values_list("kind", "state", "to_unit__slug"))
    return sorted(seen)


def owner(world: World, unit: str, who: str = "Ida") -> None:
    put(
        world, who, Assignment, role="social_caseworker", to_unit=world.unit(unit), state="accepted",
        is_owner=True, offered_at=CLOCK, answered_at=CLOCK,
    )  # fmt: skip


def late_task(world: World, code: str = "task", **values: Any) -> Task:
    given = {"code": code, "title": "Oppgave", "party": "prison", "to_unit": world.unit("trondheim")}
    dates = {"opens_on": YESTERDAY, "due_on": YESTERDAY, "first_due_on": YESTERDAY}
    task: Task = put(world, "Tor", Task, **(given | dates | values))
    return task


@pytest.mark.parametrize("unit", ["", "tk-koordinering"])
def test_no_owner_in_the_ordinary_service_on_release_day(world: World, unit: str) -> None:
    share(world)
    released(world)
    if unit:
        owner(world, unit)
    assert find(world) == [("no_owner_at_release", "open", "tk-koordinering")]


def test_an_owner_in_the_ordinary_service_is_as_agreed(world: World) -> None:
    share(world)
    released(world)
    owner(world, "tk-nav")
    assert find(world) == []


@pytest.mark.parametrize("way_out", ["death", "deportation", "transfer", "home_detention", "error"])
def test_ways_out_that_nobody_is_released_by(world: World, way_out: str) -> None:
    share(world)
    released(world, way_out)
    assert find(world) == []


@pytest.mark.parametrize("state", ["refused", "asked"])
def test_a_refused_consent_is_never_a_deviation(world: World, state: str) -> None:
    released(world)
    put(world, "Tor", Consent, state=state, form="oral")
    assert find(world) == []


@pytest.mark.parametrize(
    ("place", "kind"),
    [
        ("rough", "no_home_at_release"),
        ("temporary", "temporary_at_release"),
        ("visiting_flat", "visiting_flat_used"),
        ("permanent", ""),
        ("family", ""),
        ("unknown", ""),
    ],
)
def test_where_the_first_night_was_spent(world: World, place: str, kind: str) -> None:
    share(world)
    put(world, "Nils", FirstNight, place=place, night_of=YESTERDAY, source="Samtale")
    assert find(world) == ([(kind, "open", "tk-nav")] if kind else [])


def test_a_corrected_night_takes_it_back_and_a_corrected_correction_opens_it_again(world: World) -> None:
    share(world)
    for place, state in (("temporary", "open"), ("permanent", "withdrawn"), ("temporary", "open")):
        put(world, "Nils", FirstNight, place=place, night_of=YESTERDAY, source="Samtale")
        assert find(world) == [("temporary_at_release", state, "tk-nav")]
    with acting_as(world.actor("Nils")):
        assert Deviation.objects.get().times == 2


def test_a_passed_deadline_is_found_once_and_goes_to_who_has_the_task(world: World) -> None:
    late_task(world)
    late_task(world, "done", done_at=CLOCK - dt.timedelta(days=9))
    late_task(world, "own_note")
    late_task(world, "consent_asked_again")
    assert find(world) == [("deadline_passed", "open", "trondheim")]


def test_a_first_notice_that_is_not_sent_in_time_is_a_late_notice(world: World) -> None:
    late_task(world, "first_notice")
    assert find(world) == [("notice_late", "open", "trondheim")]


def test_a_moved_deadline_takes_it_back_and_it_is_opened_again_when_the_new_one_breaks(world: World) -> None:
    task = late_task(world)
    assert find(world) == [("deadline_passed", "open", "trondheim")]
    with acting_as(world.actor("Tor")):
        Task.objects.filter(pk=task.pk).update(due_on=days(5))
    assert find(world) == [("deadline_passed", "withdrawn", "trondheim")]
    assert find(world, days(6)) == [("deadline_passed", "open", "trondheim")]
    with acting_as(world.actor("Tor")):
        row = Deviation.objects.get()
        assert (row.times, row.happened_on, row.withdrawn_why) == (2, days(5), "")


def test_a_closed_one_stays_closed_until_it_happens_again(world: World) -> None:
    task = late_task(world)
    find(world)
    with acting_as(world.actor("Tor")) as tor:
        closing = Closing(cause=Cause.RESOURCES, measure="Vikar")
        close_deviation(actor=tor, deviation=Deviation.objects.get(), closing=closing, at=CLOCK)
    assert find(world, days(1)) == [("deadline_passed", "closed", "trondheim")]
    with acting_as(world.actor("Tor")):
        Task.objects.filter(pk=task.pk).update(due_on=days(2))
    assert find(world, days(3)) == [("deadline_passed", "open", "trondheim")]


def test_what_people_took_back_is_not_found_again(world: World) -> None:
    late_task(world)
    find(world)
    with acting_as(world.actor("Tor")) as tor:
        withdraw_deviation(actor=tor, deviation=Deviation.objects.get(), at=CLOCK)
    assert find(world, days(1)) == [("deadline_passed", "withdrawn", "trondheim")]


def test_a_question_without_an_answer_is_found_by_who_asked(world: World) -> None:
    share(world)
    ask = {"to_unit": world.unit("tk-koordinering"), "body": "Når?", "sent_at": CLOCK}
    put(world, "Tor", Message, **ask, answer_by=YESTERDAY)
    put(world, "Tor", Message, **ask, answer_by=YESTERDAY, answered_at=CLOCK)
    put(world, "Tor", Message, **ask, answer_by=TODAY)
    assert find(world) == [("inquiry_unanswered", "open", "tk-koordinering")]


def notice(world: World, consent: Consent, **values: Any) -> None:
    given = {"certainty": "likely", "sent_at": CLOCK, "acknowledge_by": YESTERDAY}
    put(world, "Tor", Notice, to_unit=world.unit("tk-koordinering"), consent=consent, **(given | values))


def test_a_notice_that_nobody_confirms_is_unanswered(world: World) -> None:
    notice(world, share(world))
    assert find(world) == [("inquiry_unanswered", "open", "tk-koordinering")]


@pytest.mark.parametrize(("ago", "unit", "found"), [(14, "", 0), (15, "", 1), (15, "tk-nav", 0)])
def test_a_fortnight_after_the_receipt_somebody_answers(
    world: World, ago: int, unit: str, found: int
) -> None:
    seen = CLOCK - dt.timedelta(days=ago)
    notice(world, share(world), state="acknowledged", acknowledged_at=seen)
    if unit:
        owner(world, unit)
    assert find(world) == [("no_owner", "open", "tk-koordinering")] * found


def lease(world: World, *, issued: dt.date, release: dt.date) -> Lease:
    """Nils' unit leases out, and has written down the date itself."""
    with acting_as(world.actor("Nils")) as nils:
        rows = fill(world, nils, world.case(KLOK), at=CLOCK)
        made: Lease = rows["Lease"][0]
        Lease.objects.filter(pk=made.pk).update(signed_on=days(-40), starts_on=release)
        Guarantee.objects.filter(lease=made).update(issued_on=issued)
        ReleaseDate.objects.filter(case=made.case_id).update(expected_on=release)
        Task.objects.visible_to(nils).update(lapsed_at=CLOCK)
        sync_caseload(case_ids=[made.case_id])
    return made


def kinds(world: World, kind: str, today: dt.date = TODAY) -> list[str]:
    return [state for found, state, _unit in find(world, today) if found == kind]


@pytest.mark.parametrize(("issued", "found"), [(-3, []), (-2, []), (-1, ["open"]), (3, ["open"])])
def test_a_guarantee_later_than_two_days_before_release(world: World, issued: int, found: list[str]) -> None:
    share(world)
    lease(world, issued=days(issued), release=TODAY)
    assert kinds(world, "guarantee_late") == found


def test_a_guarantee_is_in_time_after_all_when_the_release_moves(world: World) -> None:
    share(world)
    made = lease(world, issued=days(-1), release=TODAY)
    assert kinds(world, "guarantee_late") == ["open"]
    with acting_as(world.actor("Nils")):
        ReleaseDate.objects.filter(case=made.case_id).update(expected_on=days(9))
        sync_caseload(case_ids=[made.case_id])
    assert kinds(world, "guarantee_late") == ["withdrawn"]


def test_three_months_in_temporary_housing(world: World) -> None:
    share(world)
    put(world, "Nils", FirstNight, place="temporary", night_of=dt.date(2026, 8, 16), source="Samtale")
    assert kinds(world, "temporary_too_long") == []
    assert kinds(world, "temporary_too_long", days(1)) == ["open"]
    put(
        world, "Nils", HousingFact, topic="after", situation="rented_private", standing="agreed",
        as_of=dt.date(2026, 10, 1), source="Utleier",
    )  # fmt: skip
    assert kinds(world, "temporary_too_long", days(2)) == ["withdrawn"]


def test_a_home_lost_inside_and_a_corrected_answer(world: World) -> None:
    said = {"topic": "during", "situation": "rented_private", "as_of": YESTERDAY, "source": "Utleier"}
    lost = put(world, "Tor", HousingFact, **said, standing="lost")
    assert find(world) == [("home_lost", "open", "trondheim")]
    put(world, "Tor", HousingFact, **said, standing="kept", corrects=lost)
    assert find(world) == [("home_lost", "withdrawn", "trondheim")]


def test_an_answer_in_confidence_feeds_nothing(world: World) -> None:
    share(world)
    said = {"topic": "during", "situation": "rented_private", "as_of": YESTERDAY, "source": "Samtale"}
    put(world, "Nils", HousingFact, **said, standing="lost", info_class=9)
    assert find(world) == []


def test_its_class_is_that_of_what_it_was_found_from(world: World) -> None:
    """The leader of the prison is let into cooperation, not into homes."""
    said = {"topic": "during", "situation": "rented_private", "as_of": YESTERDAY, "source": "Utleier"}
    put(world, "Tor", HousingFact, **said, standing="lost")
    late_task(world)
    assert len(find(world)) == 2
    with acting_as(world.actor("Leif")) as leif:
        assert raw("SELECT kind FROM deviations_deviation") == [("deadline_passed",)]
        assert Deviation.objects.visible_to(leif).count() == 1
