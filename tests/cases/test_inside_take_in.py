"""People come in from the roll: once, all at once, and from another prison with their case."""

from __future__ import annotations

import datetime as dt
import time

import pytest
from django.db import connection

from hjemvei.accounts.actor import acting_as
from hjemvei.accounts.enums import Role
from hjemvei.agreements.enums import CustodyStatus
from hjemvei.cases.actions.change_dates import DateChange, change_dates
from hjemvei.cases.actions.change_unit import UnitMove, change_unit
from hjemvei.cases.actions.mark_back import mark_back
from hjemvei.cases.actions.mark_gone import mark_gone
from hjemvei.cases.actions.take_in import take_in
from hjemvei.cases.enums import ReleaseCertainty, ReleaseKind
from hjemvei.cases.models import Assignment, Caseload, Custody, Event, Placement, ReleaseDate, Task
from hjemvei.core.errors import NotAllowed, RuleBroken
from hjemvei.sharing.models import owned_by
from tests.cases.factories import case_of, intake, take
from tests.world import CLOCK, World

NUMBER = "27909642545"


def test_a_new_person_has_custody_place_date_and_milestone(world: World) -> None:
    with acting_as(world.actor("Tor")):
        found = take(world, intake())
        custody = Custody.objects.get(case_id=found.case_id)
        assert (found.outcome, custody.status, custody.reference) == ("new", CustodyStatus.SENTENCED, "R1")
        assert Placement.objects.get(custody=custody).unit == world.unit("trondheim")
        assert ReleaseDate.objects.get(custody=custody).expected_on == dt.date(2027, 5, 3)
        assert Event.objects.get(case_id=found.case_id).is_milestone
        assert Caseload.objects.get(case_id=found.case_id).sort_on == dt.date(2027, 5, 3)


def test_who_is_inside_already_is_left_alone(world: World) -> None:
    with acting_as(world.actor("Tor")):
        first = take(world, intake("Klok Lyng", number=NUMBER))
        second = take(world, intake("Klok Lyng", number=NUMBER, expected_on=dt.date(2028, 1, 1)))
        assert (first.outcome, second.outcome) == ("here", "here")
        assert Custody.objects.filter(case_id=first.case_id).count() == 1
        assert ReleaseDate.objects.get(case_id=first.case_id).expected_on == dt.date(2027, 5, 3)


def test_a_transfer_keeps_the_custody_and_closes_the_place(world: World) -> None:
    with acting_as(world.actor("Tor")) as tor:
        case = case_of(take(world, intake("Klok Lyng", number=NUMBER)))
        fields = owned_by(tor, case, at=CLOCK)
        Assignment.objects.create(
            **fields,
            role=Role.CONTACT_OFFICER,
            to_unit=world.unit("trondheim"),
            to_user_id=tor.user_id,
            state="accepted",
            offered_at=CLOCK,
        )
        mark_gone(actor=tor, case_ids=[case.pk], on=CLOCK.date(), at=CLOCK)
    with acting_as(world.actor("Berit")):
        person = intake("Klok Lyng", number=NUMBER, reference="B9", expected_on=dt.date(2027, 6, 1))
        moved = take(world, person, who="Berit", slug="bergen")
        assert (moved.outcome, moved.case_id) == ("moved", case.pk)
        custody = Custody.objects.get(case_id=case.pk)
        assert (custody.reference, custody.gone_since) == ("B9", None)
        places = list(Placement.objects.filter(custody=custody).order_by("id"))
        assert [place.unit.slug for place in places] == ["trondheim", "bergen"]
        assert (places[0].ends_before, places[1].ends_before) == (CLOCK.date(), None)
        assert ReleaseDate.objects.filter(case_id=case.pk).count() == 2
        assert Assignment.objects.get(case_id=case.pk).state == "ended"
        assert Task.objects.get(code="who_left").to_unit == world.unit("bergen")
    with acting_as(world.actor("Tor")), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM cases_custody WHERE case_id = %s", [case.pk])
        assert cursor.fetchone() == (0,)


def test_the_second_lock_hides_everything_from_another_prison(world: World) -> None:
    with acting_as(world.actor("Tor")) as tor:
        case_id = take(world, intake()).case_id
        mark_gone(actor=tor, case_ids=[case_id], on=CLOCK.date(), at=CLOCK)
    tables = ("custody", "placement", "releasedate", "task", "event", "caseload")
    for name, seen in (("Berit", False), ("Ida", False), ("Tor", True)):
        with acting_as(world.actor(name)), connection.cursor() as cursor:
            for table in tables:
                cursor.execute(f"SELECT count(*) > 0 FROM cases_{table} WHERE case_id = %s", [case_id])
                assert cursor.fetchone() == (seen,)


def test_a_moved_date_is_a_version_and_the_same_date_is_nothing(world: World) -> None:
    with acting_as(world.actor("Tor")) as tor:
        case_id = take(world, intake()).case_id
        change = DateChange(
            case_id, dt.date(2027, 4, 3), ReleaseKind.PROBATION, ReleaseCertainty.FIXED, "prøvetid"
        )
        later = CLOCK + dt.timedelta(days=1)
        assert change_dates(actor=tor, changes=[change], source="liste", at=later) == [case_id]
        assert change_dates(actor=tor, changes=[change], source="liste", at=later) == []
        line = Event.objects.get(code="date_moved")
        assert line.values == {"before": "2027-05-03", "after": "2027-04-03", "days": "-30"}
        assert Caseload.objects.get(case_id=case_id).sort_on == dt.date(2027, 4, 3)


def test_gone_is_a_question_and_back_answers_it(world: World) -> None:
    with acting_as(world.actor("Tor")) as tor:
        case_id = take(world, intake()).case_id
        friday = dt.date(2026, 11, 20)
        assert mark_gone(actor=tor, case_ids=[case_id], on=friday, at=CLOCK) == [case_id]
        assert mark_gone(actor=tor, case_ids=[case_id], on=friday, at=CLOCK) == []
        task = Task.objects.get(case_id=case_id, code="who_left")
        assert (task.due_on, task.can_be_exempted) == (dt.date(2026, 11, 23), False)
        assert Custody.objects.get(case_id=case_id).ends_before is None
        assert mark_back(actor=tor, case_ids=[case_id], at=CLOCK) == [case_id]
        task.refresh_from_db()
        assert task.done_at == CLOCK
        assert Custody.objects.get(case_id=case_id).gone_since is None


def test_a_move_inside_the_prison_keeps_the_case(world: World) -> None:
    with acting_as(world.actor("Siv")) as siv:
        case_id = take(world, intake(), who="Siv", slug="trondheim-leira").case_id
        move = UnitMove(case_id, world.unit("trondheim").pk, dt.date(2026, 11, 16))
        assert change_unit(actor=siv, moves=[move], at=CLOCK) == [case_id]
        assert change_unit(actor=siv, moves=[move], at=CLOCK) == []
        places = Placement.objects.filter(case_id=case_id).order_by("id")
        assert [place.unit.slug for place in places] == ["trondheim-leira", "trondheim"]
    with acting_as(world.actor("Liv")):
        assert not Placement.objects.filter(case_id=case_id).exists()
    with acting_as(world.actor("Tor")):
        assert Placement.objects.filter(case_id=case_id).count() == 2


def test_another_units_people_cannot_be_touched(world: World) -> None:
    with acting_as(world.actor("Tor")) as tor:
        case_id = take(world, intake()).case_id
        with pytest.raises(NotAllowed):
            take(world, intake(), slug="bergen")
        with pytest.raises(NotAllowed):
            change_unit(actor=tor, moves=[UnitMove(case_id, world.unit("bergen").pk, CLOCK.date())], at=CLOCK)
    with acting_as(world.actor("Berit")) as berit:
        assert mark_gone(actor=berit, case_ids=[case_id], on=CLOCK.date(), at=CLOCK) == []


def test_an_unknown_municipality_is_named(world: World) -> None:
    with acting_as(world.actor("Tor")), pytest.raises(RuleBroken, match="9999"):
        take(world, intake(wished_municipality="9999"))


def test_statements_do_not_grow_with_people(world: World, django_assert_max_num_queries) -> None:
    people = [intake(f"Navn{n} Etter{n}", reference=f"N{n}") for n in range(300)]
    with acting_as(world.actor("Tor")) as tor, django_assert_max_num_queries(12):
        started = time.perf_counter()
        found = take_in(
            actor=tor, unit_id=world.unit("trondheim").pk, people=people, source="liste", at=CLOCK
        )
        print(f"300 people in {time.perf_counter() - started:.2f} s")
    assert len({one.case_id for one in found}) == 300
