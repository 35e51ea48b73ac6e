"""Visiting days and visits: booked once, moved on record, seen by those whom the person has said yes to."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from hjemvei.accounts.actor import acting_as
from hjemvei.accounts.models import User
from hjemvei.audit.reads import recording
from hjemvei.cases.models import Event
from hjemvei.core.errors import NotAllowed, RuleBroken
from hjemvei.presence.actions.book_visit import book_visit
from hjemvei.presence.actions.change_visit_day import change_visit_day
from hjemvei.presence.actions.close_visit import close_visit, move_visit
from hjemvei.presence.actions.end_visit_day import end_visit_day
from hjemvei.presence.actions.save_visit_day import DayValues, save_visit_day
from hjemvei.presence.models import Booking, VisitDay
from hjemvei.presence.rules import OSLO
from hjemvei.presence.slots import free_slots
from hjemvei.presence.visits import day_list, visits_of
from tests.needs.factories import KLOK, raw, share, signed_in
from tests.world import CLOCK, World

TODAY = CLOCK.date()
FRIDAY = dt.date(2026, 11, 20)
NINE = dt.datetime(2026, 11, 20, 9, 0, tzinfo=OSLO).astimezone(dt.UTC)


def user(world: World, name: str) -> User:
    return User.objects.get(pk=world.actor(name).user_id)


def visit_day(world: World) -> VisitDay:
    """The housing office comes to Trondheim prison on Fridays from nine to eleven."""
    with acting_as(world.actor("Anne")) as anne:
        values = DayValues(
            prison=world.unit("trondheim"),
            user=user(world, "Sara"),
            topic="Bolig",
            place="Møterom 2",
            weekday="5",
            begins=dt.time(9),
            ends=dt.time(11),
            slot_minutes=30,
            every_weeks=1,
            starts_on=TODAY,
        )
        unit = world.unit("tk-boligkontor")
        return save_visit_day(actor=anne, unit=unit, values=values, at=CLOCK, today=TODAY)


def booked(world: World, day: VisitDay, *, who: str = "Tor", name: str = KLOK, minutes: int = 0) -> Booking:
    with acting_as(world.actor(who)) as actor:
        starts_at = NINE + dt.timedelta(minutes=minutes)
        case = world.case(name)
        return book_visit(actor=actor, case=case, day=day, starts_at=starts_at, about="Depositum", at=CLOCK)


def test_a_slot_is_one_persons_and_the_same_twice_is_once(world: World) -> None:
    day = visit_day(world)
    assert booked(world, day).pk == booked(world, day).pk
    with pytest.raises(RuleBroken, match="ikke ledig"):
        booked(world, day, name="Tapper Foss")
    booked(world, day, name="Tapper Foss", minutes=30)
    with acting_as(world.actor("Tor")):
        starts = [slot.starts_at for slot in free_slots(day, at=CLOCK, weeks=1)]
    assert starts == [NINE + dt.timedelta(minutes=60), NINE + dt.timedelta(minutes=90)]


def test_the_database_itself_gives_no_slot_twice_and_nobody_two_places(world: World) -> None:
    day = visit_day(world)
    first = booked(world, day)
    with acting_as(world.actor("Tor")):
        for case in (world.case(KLOK), world.case("Tapper Foss")):
            with pytest.raises(IntegrityError), transaction.atomic():
                Booking.objects.create(
                    case=case, controller_id=first.controller_id, owner_unit_id=first.owner_unit_id,
                    recorded_by_id=first.recorded_by_id, recorded_at=CLOCK, visit_day=day,
                    to_unit_id=first.to_unit_id, starts_at=first.starts_at, ends_at=first.ends_at,
                )  # fmt: skip


def test_another_organisations_visit_is_not_told_by_a_refusal(world: World) -> None:
    """One person in one place is asked of what the organisation itself has booked."""
    first = booked(world, visit_day(world))
    constraint = next(c for c in Booking._meta.constraints if c.name == "visit_person_in_one_place")
    with acting_as(world.actor("Tor")):
        rows = raw("SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = %s", constraint.name)
    assert "controller_id WITH =" in rows[0][0] and first.controller_id


def test_who_comes_is_seen_when_the_person_has_said_yes_and_the_slot_is_taken_before(world: World) -> None:
    day = visit_day(world)
    booked(world, day)
    with acting_as(world.actor("Sara")) as sara, recording(sara, page="presence:unit_days"):
        assert raw("SELECT count(*) FROM presence_booking") == [(0,)]
        before = day_list(sara, world.unit("tk-boligkontor"), on=FRIDAY, at=CLOCK)
        assert (list(before.visits), before.hidden, before.free) == ([], 1, 3)
    share(world, ["tk-boligkontor"])
    with acting_as(world.actor("Sara")) as sara, recording(sara, page="presence:unit_days"):
        after = day_list(sara, world.unit("tk-boligkontor"), on=FRIDAY, at=CLOCK)
        assert ([visit.name for visit in after.visits], after.hidden) == ([KLOK], 0)
    for name in ("Ida", "Berit", "Oda", "Vera"):
        with acting_as(world.actor(name)):
            assert raw("SELECT count(*) FROM presence_booking") == [(0,)], name


def test_a_move_is_two_rows_and_a_refused_one_leaves_the_first_standing(world: World) -> None:
    day = visit_day(world)
    visit = booked(world, day)
    later = NINE + dt.timedelta(minutes=30)
    with acting_as(world.actor("Tor")) as tor:
        fresh = move_visit(actor=tor, visit=visit, day=day, starts_at=later, reason="Tannlege", at=CLOCK)
        old = Booking.objects.get(pk=visit.pk)
        assert (old.state, old.reason, fresh.replaces_id, fresh.state) == (
            "moved",
            "Tannlege",
            old.pk,
            "booked",
        )
        assert fresh.about == "Depositum"
        codes = Event.objects.filter(case=visit.case).order_by("id").values_list("code", flat=True)
        assert list(codes)[-3:] == ["visit_booked", "visit_move", "visit_booked"]
    booked(world, day, name="Tapper Foss", minutes=60)
    with time_machine.travel(CLOCK, tick=False):
        client = signed_in(world, "Tor")
        place = reverse("presence:move", args=[visit.case.key, fresh.key])
        assert "09" in client.get(place).content.decode()
        taken = f"{day.key}.{int((NINE + dt.timedelta(minutes=60)).timestamp())}"
        answer = client.post(place, {"slot": taken, "reason": "x", "once": "a" * 20})
    assert answer.status_code == 422
    with acting_as(world.actor("Tor")):
        assert Booking.objects.get(pk=fresh.pk).state == "booked"


def test_a_visit_is_closed_once_with_a_reason_and_not_before_it_has_been(world: World) -> None:
    visit = booked(world, visit_day(world))
    with acting_as(world.actor("Tor")) as tor:
        with pytest.raises(RuleBroken, match="Skriv hvorfor"):
            close_visit(actor=tor, visit=visit, verb="cancel", reason=" ", at=CLOCK)
        with pytest.raises(RuleBroken, match="ikke vært ennå"):
            close_visit(actor=tor, visit=visit, verb="finish", reason="", at=CLOCK)
        close_visit(actor=tor, visit=visit, verb="finish", reason="", at=NINE + dt.timedelta(hours=1))
        with pytest.raises(RuleBroken):
            close_visit(actor=tor, visit=visit, verb="cancel", reason="x", at=NINE)


def test_a_day_that_is_called_off_leaves_nobody_waiting_unseen(world: World) -> None:
    day = visit_day(world)
    visit = booked(world, day)
    with acting_as(world.actor("Leif")) as leif:
        change_visit_day(
            actor=leif, day=day, on=FRIDAY, begins=None, ends=None, reason="Bemanning", at=CLOCK, today=TODAY
        )
    with acting_as(world.actor("Tor")) as tor:
        found = visits_of(tor, visit.case, at=CLOCK)
        assert [one.is_stranded for one in found] == [True]
        assert not [slot for slot in free_slots(day, at=CLOCK, weeks=1) if slot.starts_at.date() == FRIDAY]
    with acting_as(world.actor("Anne")) as anne:
        with pytest.raises(RuleBroken, match="1 besøk"):
            end_visit_day(actor=anne, day=day, last_day=TODAY, today=TODAY)
        end_visit_day(actor=anne, day=day, last_day=FRIDAY, today=TODAY)
        assert not [slot for slot in free_slots(day, at=CLOCK) if slot.starts_at.date() > FRIDAY]


def test_only_those_who_may_keep_days_and_book(world: World) -> None:
    day = visit_day(world)
    with pytest.raises(NotAllowed):
        booked(world, day, who="Leif")
    with acting_as(world.actor("Liv")) as liv, pytest.raises(RuleBroken, match="ikke i dette fengselet"):
        book_visit(actor=liv, case=world.case("Frisk Mose"), day=day, starts_at=NINE, about="", at=CLOCK)
    for name in ("Nils", "Oda", "Berit"):
        with acting_as(world.actor(name)) as actor, pytest.raises(NotAllowed):
            end_visit_day(actor=actor, day=day, last_day=TODAY, today=TODAY)
    for name in ("Oda", "Tor"):  # another organisation's day is not theirs to write, whatever Python says
        with acting_as(world.actor(name)):
            assert raw(f"UPDATE presence_visitday SET topic = 'x' WHERE id = {day.pk} RETURNING id") == []


def test_pages_of_days_and_the_calendar_hold_no_name(world: World) -> None:
    day = visit_day(world)
    booked(world, day)
    with time_machine.travel(CLOCK, tick=False):
        for name in ("Tor", "Sara", "Kari"):
            client = signed_in(world, name)
            for slug in ("tk-boligkontor", "trondheim"):
                page = client.get(reverse("presence:unit_days", args=[slug]) + "?dag=2026-11-20")
                assert page.status_code == 200
                assert ("Lyng" in page.content.decode()) == (name == "Tor" and slug == "trondheim"), (
                    name,
                    slug,
                )
            text = client.get(reverse("presence:unit_calendar", args=["trondheim"])).content.decode()
            assert "DTSTART:20261120T080000Z" in text and "Lyng" not in text and "Sara" not in text
            assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))


def test_a_prison_is_offered_to_call_off_a_date_and_not_to_end_the_day(world: World) -> None:
    day = visit_day(world)
    ways = (f"/{day.key}/endre/", f"/{day.key}/slutt/")
    with time_machine.travel(CLOCK, tick=False):
        for name, offered in (("Siv", [True, False]), ("Sara", [True, True])):
            page = signed_in(world, name).get(reverse("presence:unit_days", args=["trondheim"]))
            text = page.content.decode()
            assert [way in text for way in ways] == offered, name


def test_booking_by_the_page_counts_the_same_whatever_is_booked(world: World) -> None:
    day = visit_day(world)
    with time_machine.travel(CLOCK, tick=False):
        client = signed_in(world, "Tor")
        place = reverse("presence:book", args=[booked(world, day, minutes=90).case.key])
        slot = f"{day.key}.{int(NINE.timestamp())}"
        sent = {"slot": slot, "about": "Flytting", "once": "b" * 20}
        assert client.post(place, sent).status_code == 302
        assert client.post(place, sent).status_code == 302
        meet = reverse("presence:meet", args=[_key(world)])
        page = client.get(meet).content.decode()
        assert "Flytting" in page and page.count("Møterom 2") == 2
        with CaptureQueriesContext(connection) as queries:
            client.get(meet)
    assert len(queries) < 30


def _key(world: World) -> str:
    with acting_as(world.actor("Tor")):
        return world.case(KLOK).key
