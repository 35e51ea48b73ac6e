"""Staging: what becomes of rows and files that are not as agreed, and whom a row is matched with."""

from __future__ import annotations

import datetime as dt
import random

import pytest
from django.db import connections

from hjemvei.accounts.actor import acting_as
from hjemvei.cases.models import Custody
from hjemvei.core.errors import RuleBroken
from hjemvei.exchange.actions.apply_roll import apply_roll
from hjemvei.exchange.actions.decide_row import Verdict, decide_row
from hjemvei.exchange.actions.discard_roll import discard_roll
from hjemvei.exchange.actions.purge_staging import purge_staging
from hjemvei.exchange.models import RollFile, RollImport, RollRow
from hjemvei.exchange.roll_scope import importing
from tests.exchange.factories import (
    FIRST,
    FIRST_DAY,
    SECOND_DAY,
    lines_of,
    load_first,
    numbers,
    replaced,
    rows_of,
    stage,
)
from tests.world import World

WEEK = dt.timedelta(days=7)
TEXT = FIRST.decode()


def norwegian_dates(text: str) -> str:
    head, *rows = [line.split(";") for line in text.split("\r\n")]
    places = [head.index(name) for name in ("birth_date", "admitted_on", "expected_release_on")]
    for row in rows:
        for place in places:
            if len(row) > place and row[place]:
                row[place] = ".".join(reversed(row[place].split("-")))
    return "\r\n".join(";".join(row) for row in [head, *rows])


@pytest.mark.parametrize(
    "data",
    [
        FIRST,
        b"\xef\xbb\xbf" + FIRST,
        TEXT.encode("cp1252"),
        norwegian_dates(TEXT).encode("cp1252"),
        TEXT.replace(";", ",").encode(),
        TEXT.replace(";", "\t").replace("\r\n", "\n").encode(),
    ],
    ids=["utf-8", "bom", "windows-1252", "dd.mm.yyyy", "comma", "tab"],
)
def test_the_same_people_however_the_file_was_saved(world: World, at: dt.datetime, data: bytes) -> None:
    with acting_as(importing(world.actor("Siv"))):
        load_first(world, at=at)
        roll = stage(world, data, at=at + WEEK, day=SECOND_DAY)
    assert (roll.state, roll.same_count, roll.row_count) == ("staged", 124, 124)


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "tom"),
        (FIRST[:9000], "kuttet"),
        (b"PK\x03\x04\x00\x00" + bytes(500), "tekstfil"),
        (b"navn;alder\r\nKlok;30\r\n", "kolonnenavnene"),
        (FIRST.split(b"\r\n")[0] + b"\r\n", "ingen personer"),
        (TEXT.replace("unit", "avdeling", 1).encode(), "unit"),
        (TEXT.replace("unit", ";".join(f"{n}{'ukjent' * 9}" for n in range(50)), 1).encode(), "unit"),
        (TEXT.encode("utf-16"), "UTF-16"),
        (bytes(65 * 1024 * 1024), "stor"),
    ],
    ids=["empty", "cut", "zip", "other", "no rows", "column", "many columns", "utf-16", "huge"],
)
def test_a_wrong_file_is_refused_whole(world: World, at: dt.datetime, data: bytes, word: str) -> None:
    with acting_as(world.actor("Siv")):
        roll = stage(world, data, at=at)
        assert (roll.state, roll.row_count) == ("refused", 0)
        assert word in roll.refusal
        assert not RollRow.objects.exists() and not RollFile.objects.exists()


def test_faulty_rows_say_where_and_why_and_the_good_ones_load(world: World, at: dt.datetime) -> None:
    text = replaced(FIRST, "T0100063", national_id="12345678901", birth_date="2000-13-06")
    text = replaced(text, "T0100077", unit="bergen")
    text = replaced(text, "T0100011", unit="månen")
    with acting_as(importing(world.actor("Siv"))) as siv:
        load_first(world, at=at)
        roll = stage(world, text, at=at + WEEK, day=SECOND_DAY)
        found = {row.reference: row for row in rows_of(roll, "faulty")}
        assert (roll.faulty_count, roll.same_count, roll.gone_count) == (3, 121, 0)
        columns = [problem["column"] for problem in found["T0100063"].problems]
        assert columns == ["national_id", "birth_date"] and found["T0100063"].line == 3
        assert "et annet fengsel" in found["T0100077"].problems[0]["text"]
        assert "ikke kjent" in found["T0100011"].problems[0]["text"]
        apply_roll(actor=siv, roll=roll, at=at + WEEK)
        assert Custody.objects.filter(reference="T0100063", gone_since=None).exists()


def test_a_unit_without_a_seat_is_said_to_be_so(world: World, at: dt.datetime) -> None:
    siv = world.actor("Siv")
    only = {world.unit("trondheim").pk: siv.unit_roles[world.unit("trondheim").pk]}
    from dataclasses import replace  # noqa: PLC0415

    narrow = replace(siv, unit_roles=only)
    with acting_as(narrow):
        from hjemvei.exchange.actions.stage_roll import stage_roll  # noqa: PLC0415

        roll = stage_roll(
            actor=narrow,
            prison=world.unit("trondheim"),
            data=FIRST,
            file_name="C:\\lister\\liste.csv",
            roll_date=FIRST_DAY,
            at=at,
        )
        assert (roll.faulty_count, roll.file_name) == (54, "liste.csv")
        row = RollRow.objects.filter(fate="faulty").order_by("line").first()
        assert row is not None and "ingen rolle" in row.problems[0]["text"]


def test_matching_goes_by_reference_then_number_then_a_human(world: World, at: dt.datetime) -> None:
    by_number = replaced(FIRST, "T0100096", person_ref="NY1")
    by_name = replaced(by_number, "T0100094", person_ref="NY2")
    text = replaced(by_name, "T0100063", national_id="05838670182")
    with acting_as(importing(world.actor("Siv"))) as siv:
        load_first(world, at=at)
        roll = stage(world, text, at=at + WEEK, day=SECOND_DAY)
        (changed,) = rows_of(roll, "changed")
        assert changed.changes == {"reference": {"from": "T0100096", "to": "NY1"}}
        codes = {row.reference: row.problems[0]["code"] for row in rows_of(roll, "undecided")}
        assert codes == {"NY2": "same_name", "T0100063": "number_differs"}
        assert (roll.new_count, roll.gone_count) == (0, 0), "nobody is gone while somebody must decide"
        for row in rows_of(roll, "undecided"):
            decide_row(actor=siv, roll=roll, line=row.line, verdict=Verdict.SAME, at=at)
        roll.refresh_from_db()
        assert (roll.undecided_count, roll.changed_count, roll.same_count) == (0, 2, 122)
        apply_roll(actor=siv, roll=roll, at=at + WEEK)
        references = set(Custody.objects.order_by("id").values_list("reference", flat=True))
        assert {"NY1", "NY2"} <= references and not {"T0100096", "T0100094"} & references
        assert not any(number.endswith("70182") for number in numbers())


def test_another_person_is_taken_in_beside_the_namesake(world: World, at: dt.datetime) -> None:
    text = replaced(FIRST, "T0100094", person_ref="NY2")
    with acting_as(importing(world.actor("Siv"))) as siv:
        load_first(world, at=at)
        roll = stage(world, text, at=at + WEEK, day=SECOND_DAY)
        apply_roll(actor=siv, roll=roll, at=at + WEEK)
        (row,) = rows_of(roll, "undecided")
        decide_row(actor=siv, roll=roll, line=row.line, verdict=Verdict.OTHER, at=at + WEEK)
        assert Custody.objects.filter(reference__in=["NY2", "T0100094"], ends_before=None).count() == 2
        assert not RollFile.objects.filter(roll=roll).exists()
        decide_row(actor=siv, roll=roll, line=row.line, verdict=Verdict.OTHER, at=at + WEEK)
        with pytest.raises(RuleBroken):
            decide_row(actor=siv, roll=roll, line=row.line, verdict=Verdict.SAME, at=at + WEEK)


def test_two_rows_with_one_number_wait_for_a_human(world: World, at: dt.datetime) -> None:
    number = next(row["national_id"] for row in lines_of(FIRST) if row["person_ref"] == "T0100063")
    text = replaced(FIRST, "T0100094", national_id=number)
    with acting_as(importing(world.actor("Siv"))):
        roll = stage(world, text, at=at)
        (row,) = rows_of(roll, "undecided")
        assert row.problems == [{"code": "two_rows", "line": 3}]


def test_discarded_and_old_staging_is_gone(world: World, at: dt.datetime) -> None:
    with acting_as(world.actor("Siv")) as siv:
        roll = stage(world, FIRST, at=at)
        discard_roll(actor=siv, roll=roll)
        assert discard_roll(actor=siv, roll=roll).state == "discarded"
        with pytest.raises(RuleBroken):
            apply_roll(actor=siv, roll=roll, at=at)
    with acting_as(importing(world.actor("Siv"))):
        assert not RollRow.objects.exists() and not RollFile.objects.exists()


@pytest.mark.django_db(databases=["default", "worker"])
def test_the_worker_purges_without_reading(world: World, at: dt.datetime) -> None:
    assert purge_staging(at=at) == 0
    with connections["worker"].cursor() as cursor:
        cursor.execute("SELECT has_column_privilege('exchange_rollrow', 'family_name', 'SELECT')")
        assert cursor.fetchone() == (False,)
        cursor.execute("SELECT has_column_privilege('exchange_rollfile', 'ciphertext', 'SELECT')")
        assert cursor.fetchone() == (False,)


def broken(seed: int) -> bytes:
    """A roll with some bytes cut, doubled, swapped or replaced, or a cell full of nonsense."""
    rng = random.Random(seed)
    data = bytearray(FIRST if seed % 2 else norwegian_dates(TEXT).encode("cp1252"))
    for _ in range(rng.randint(1, 6)):
        start = rng.randrange(len(data))
        end = min(len(data), start + rng.choice([1, 3, 40, 900]))
        piece = rng.choice(
            [
                b"",
                b";",
                b'"',
                b"\r\n",
                b"\xc3",
                b"\\N",
                b"=1+1",
                "😀".encode(),
                b"9" * 300,
                b"\x00",
                bytes(data[start:end]) * 2,
            ]
        )
        data[start:end] = piece
    return bytes(data)


def test_two_hundred_broken_files_are_staged_or_refused_never_worse(world: World, at: dt.datetime) -> None:
    states = []
    with acting_as(world.actor("Siv")):
        for seed in range(200):
            roll = stage(world, broken(seed), at=at)
            states.append(roll.state)
            assert roll.state != "refused" or roll.refusal
            RollImport.objects.filter(pk=roll.pk).update(state="discarded")
    assert {"staged", "refused"} == set(states)
