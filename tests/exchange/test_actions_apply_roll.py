"""The two real rolls, one after the other, and what a second click or the same file does."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import pytest
from django.db import connection

from hjemvei.accounts.actor import acting_as
from hjemvei.cases.models import Custody, Event, Placement, ReleaseDate, Task
from hjemvei.core.errors import NotAllowed, RuleBroken
from hjemvei.exchange.actions.apply_roll import apply_roll
from hjemvei.exchange.actions.start_roll import start_roll
from hjemvei.exchange.models import RollFile, RollImport
from hjemvei.exchange.roll_scope import importing
from hjemvei.needs.models import HousingFact
from hjemvei.persons.models import DuplicateLink, Identifier, Person
from tests.exchange.factories import (
    FIRST,
    FIRST_DAY,
    SECOND,
    SECOND_DAY,
    lines_of,
    load_first,
    numbers,
    replaced,
    rows_of,
    stage,
)
from tests.golden import golden
from tests.world import World

WEEK = dt.timedelta(days=7)


def figures(roll: RollImport) -> dict[str, int]:
    names = ("new", "changed", "gone", "same", "faulty", "undecided")
    return {name: getattr(roll, f"{name}_count") for name in names}


def test_the_first_roll_takes_in_124_people_41_without_an_address(world: World, at: dt.datetime) -> None:
    with acting_as(importing(world.actor("Siv"))):
        roll = load_first(world, at=at)
        inside = Custody.objects.filter(ends_before=None)
        placed = Counter(
            Placement.objects.filter(custody__in=inside).order_by("id").values_list("unit__slug", flat=True)
        )
        said = Counter(HousingFact.objects.order_by("id").values_list("situation", flat=True))
        grades = Counter(
            Person.objects.filter(cases__in=inside.values("case_id"))
            .order_by("id")
            .values_list("protection", flat=True)
        )
        numbered = Identifier.objects.filter(person__cases__in=inside.values("case_id")).count()
    assert placed == {"trondheim": 70, "trondheim-leira": 40, "trondheim-frigang": 14}
    assert said["none"] == 41 and said.total() == 124
    assert grades == {0: 119, 1: 4, 2: 1}
    assert numbered == 121, "three people have no identity number and are taken in all the same"
    assert (roll.state, roll.done_count) == ("applied", 124)


def test_the_second_roll_tells_exactly_what_is_new(world: World, at: dt.datetime) -> None:
    wanted = [
        (row["skjebne"], row["referanse"], row["fra"], row["til"], row["dager"])
        for row in golden("exchange", "andre_liste")
    ]
    with acting_as(importing(world.actor("Siv"))):
        load_first(world, at=at)
        roll = stage(world, SECOND, at=at + WEEK, day=SECOND_DAY)
        found = []
        for fate in ("new", "changed", "gone", "undecided", "faulty"):
            for row in rows_of(roll, fate):
                assert set(row.changes) <= {"release"}
                moved = row.changes.get("release", {})
                days = f"{moved['days']:+d}" if moved else ""
                found.append((fate, row.reference, moved.get("from", ""), moved.get("to", ""), days))
    assert figures(roll) == {"new": 6, "changed": 8, "gone": 6, "same": 110, "faulty": 0, "undecided": 0}
    assert sorted(found) == sorted(wanted)


def test_the_second_roll_applied(world: World, at: dt.datetime) -> None:
    with acting_as(importing(world.actor("Siv"))) as siv:
        load_first(world, at=at)
        apply_roll(actor=siv, roll=stage(world, SECOND, at=at + WEEK, day=SECOND_DAY), at=at + WEEK)
        moved = Custody.objects.get(reference="T0100096")
        dates = list(
            ReleaseDate.objects.filter(custody=moved)
            .order_by("known_at")
            .values_list("expected_on", flat=True)
        )
        gone = Custody.objects.exclude(gone_since=None).order_by("reference")
        assert [custody.reference for custody in gone] == [
            "T0100005",
            "T0100058",
            "T0100075",
            "T0100081",
            "T0100107",
            "T0100118",
        ]
        assert all(custody.ends_before is None for custody in gone), "gone is a question, never a release"
        assert Task.objects.filter(code="who_left", done_at=None).count() == 6
        assert Custody.objects.filter(ends_before=None).count() == 130
        assert Event.objects.filter(code="date_moved").count() == 8
    assert dates == [dt.date(2026, 11, 26), dt.date(2026, 11, 13)]


def test_the_same_file_twice_changes_nothing(world: World, at: dt.datetime) -> None:
    with acting_as(importing(world.actor("Siv"))) as siv:
        first = load_first(world, at=at)
        assert stage(world, FIRST, at=at).pk == first.pk, "the roll that is in use already"
        before = ReleaseDate.objects.count(), Event.objects.count(), Custody.objects.count()
        again = stage(world, FIRST, at=at + WEEK, day=SECOND_DAY)
        assert figures(again) == {"new": 0, "changed": 0, "gone": 0, "same": 124, "faulty": 0, "undecided": 0}
        apply_roll(actor=siv, roll=again, at=at + WEEK)
        assert (ReleaseDate.objects.count(), Event.objects.count(), Custody.objects.count()) == before


def test_two_clicks_apply_once(world: World, at: dt.datetime) -> None:
    with acting_as(world.actor("Siv")) as siv:
        roll = stage(world, FIRST, at=at)
        one = start_roll(actor=siv, roll=roll, at=at)
        events = Event.objects.count()
        two = start_roll(actor=siv, roll=roll, at=at)
        assert (one.state, two.state) == ("applied", "applied")
        assert Event.objects.count() == events
        assert RollFile.objects.filter(roll=roll).count() == 1, "kept while one row is undecided"


def test_back_on_the_roll_answers_the_question(world: World, at: dt.datetime) -> None:
    with acting_as(importing(world.actor("Siv"))) as siv:
        load_first(world, at=at)
        apply_roll(actor=siv, roll=stage(world, SECOND, at=at + WEEK, day=SECOND_DAY), at=at + WEEK)
        third = stage(world, FIRST, at=at + 2 * WEEK, day=SECOND_DAY + WEEK)
        back = [row.reference for row in rows_of(third, "changed") if "back" in row.changes]
        assert len(back) == 6 and third.gone_count == 6 and third.new_count == 0
        apply_roll(actor=siv, roll=third, at=at + 2 * WEEK)
        assert not Custody.objects.filter(reference__in=back).exclude(gone_since=None).exists()
        assert Task.objects.filter(code="who_left", done_at=None).count() == 6, "the six new ones, gone now"


def test_unit_status_name_number_and_protection_change(world: World, at: dt.datetime) -> None:
    text = replaced(
        FIRST, "T0100063", unit="trondheim-leira", family_name="Skjære", address_protection="confidential"
    )
    text = replaced(text, "T0100097", status="sentenced", municipality_of_stay="0301", language="zh-Hans-CN")
    text = replaced(text, "T0100094", national_id="05838670182")
    with acting_as(importing(world.actor("Siv"))) as siv:
        load_first(world, at=at)
        roll = stage(world, text, at=at + WEEK, day=SECOND_DAY)
        found = {row.reference: set(row.changes) for row in rows_of(roll, "changed")}
        assert found["T0100063"] == {"unit", "family_name", "protection"}
        assert found["T0100097"] == {"status", "stay", "language"}
        assert found["T0100094"] == {"number"}
        apply_roll(actor=siv, roll=roll, at=at + WEEK)
        numbered = Identifier.objects.filter(person__cases__in=Custody.objects.values("case_id"))
        assert sum(number.endswith("70182") for number in numbers(numbered)) == 1
        custody = Custody.objects.select_related("case__person").get(reference="T0100063")
        assert custody.case.person.family_name == "Skjære" and custody.case.person.protection == 1
        place = Placement.objects.get(custody=custody, ends_before=None)
        assert place.unit == world.unit("trondheim-leira")
        changed = Custody.objects.select_related("case__person").get(reference="T0100097")
        assert (changed.status, changed.municipality_of_stay_id) == ("sentenced", "0301")
        assert changed.case.person.language == "zh"
        again = stage(world, text, at=at + 2 * WEEK, day=SECOND_DAY + WEEK)
        assert figures(again)["changed"] == 0
    with acting_as(world.actor("Siv")):
        assert not Custody.objects.filter(reference="T0100063").exists(), "above the reader's clearance"


def test_protection_is_never_lowered_by_an_empty_cell(world: World, at: dt.datetime) -> None:
    strict = next(row for row in lines_of(FIRST) if row["address_protection"] == "strictly_confidential")
    text = replaced(FIRST, strict["person_ref"], address_protection="")
    with acting_as(importing(world.actor("Siv"))):
        load_first(world, at=at)
        assert figures(stage(world, text, at=at + WEEK, day=SECOND_DAY))["same"] == 124


def test_an_older_roll_and_a_stale_one_are_refused(world: World, at: dt.datetime) -> None:
    with acting_as(world.actor("Siv")) as siv:
        stale = stage(world, SECOND, at=at, day=SECOND_DAY)
        load_first(world, at=at + dt.timedelta(minutes=1))
        with pytest.raises(RuleBroken) as refused:
            apply_roll(actor=siv, roll=stale, at=at + WEEK)
        assert refused.value.code == "stale"
        with pytest.raises(RuleBroken) as older:
            stage(world, FIRST, at=at + WEEK, day=FIRST_DAY - WEEK)
        assert (older.value.code, older.value.field) == ("older_roll", "roll_date")


def test_a_namesake_said_to_be_the_same_is_linked_not_merged(world: World, at: dt.datetime) -> None:
    with acting_as(world.actor("Siv")):
        load_first(world, at=at)
        link = DuplicateLink.objects.get()
        assert {link.first.family_name, link.second.family_name} == {"Foss"}
        assert link.unlinked_at is None and link.first_id == world.admitted["Tapper Foss"].person_id


def test_only_social_worker_and_coordinator_load_rolls(world: World, at: dt.datetime) -> None:
    for name in ("Tor", "Leif", "Ida", "Berit"):
        with acting_as(world.actor(name)), pytest.raises(NotAllowed):
            stage(world, FIRST, at=at, name=name)
    with acting_as(world.actor("Siv")), pytest.raises(NotAllowed):
        stage(world, FIRST, at=at, slug="bergen")


def test_strangers_see_nothing_of_the_staging(world: World, at: dt.datetime) -> None:
    tables = ("rollimport", "rollrow", "rollfile", "rollprogress")
    with acting_as(world.actor("Siv")):
        stage(world, FIRST, at=at)
    for name, rows in (("Berit", 0), ("Ida", 0), ("Kari", 0), ("Liv", 0)):
        with acting_as(world.actor(name)), connection.cursor() as cursor:
            for table in tables:
                cursor.execute(f"SELECT count(*) FROM exchange_{table}")
                assert cursor.fetchone() == (rows,), (name, table)
            cursor.execute("DELETE FROM exchange_rollrow")
            assert cursor.rowcount == 0
    with acting_as(world.actor("Siv")), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM exchange_rollrow")
        assert cursor.fetchone() == (119,), "the five under protection are not for Siv to read"


def test_no_identity_number_lies_in_the_staging(world: World, at: dt.datetime) -> None:
    numbers = [row["national_id"] for row in lines_of(FIRST) if row["national_id"]]
    with acting_as(importing(world.actor("Siv"))), connection.cursor() as cursor:
        stage(world, replaced(FIRST, "T0100063", unit="ukjent"), at=at)
        for table in ("rollimport", "rollrow"):
            cursor.execute(f"SELECT coalesce(string_agg(t::text, ' '), '') FROM exchange_{table} t")
            text = cursor.fetchone()[0]
            assert not any(number in text for number in numbers)
        stored = bytes(RollFile.objects.get().ciphertext)
        assert not any(number.encode() in stored for number in numbers)
