"""A prison's roll: what is read, what is handed back, and what is refused whole."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from hjemvei.exchange.enums import CellFault, FileFault, RollColumn
from hjemvei.exchange.roll_cells import FAULT_TEXTS
from hjemvei.exchange.roll_file import REFUSAL_TEXTS, FileRefusal
from hjemvei.exchange.roll_format import FIELDS, FaultyRow, Roll, RollRow, error_csv, parse_roll, safe_cell
from tests.golden import Row, golden

TODAY = date(2026, 11, 2)
ROLLS = Path(__file__).parent.parent / "data" / "rolls"
COLUMNS = [column.value for column in RollColumn]
HEADER = ";".join(COLUMNS)
UNITS = frozenset({"trondheim", "trondheim-leira"})
MUNICIPALITIES = frozenset({"5001", "0301"})
GOOD = {
    "person_ref": "T1",
    "national_id": "10915596784",
    "family_name": "Ørret",
    "given_name": "Blid",
    "birth_date": "1955-11-10",
    "sex": "f",
    "unit": "trondheim",
    "status": "sentenced",
    "admitted_on": "2026-10-26",
    "expected_release_on": "2027-02-26",
    "release_kind": "probation",
    "release_certainty": "likely",
    "municipality_of_stay": "5001",
    "wished_municipality": "",
    "language": "nb",
    "address_protection": "",
    "address_before": "none",
}


def line(**changes: str) -> str:
    return ";".join((GOOD | changes).values())


def rows(count: int) -> list[str]:
    return [line(person_ref=f"T{number}", national_id="") for number in range(count)]


def file_of(*lines: str, newline: str = "\r\n") -> str:
    return newline.join((HEADER, *lines)) + newline


def read(text: str | bytes) -> Roll | FileRefusal:
    data = text if isinstance(text, bytes) else text.encode()
    return parse_roll(data, today=TODAY, units=UNITS, municipalities=MUNICIPALITIES)


def roll(text: str | bytes) -> Roll:
    answer = read(text)
    assert isinstance(answer, Roll), answer
    return answer


def refusal(text: str | bytes) -> FileFault:
    answer = read(text)
    assert isinstance(answer, FileRefusal)
    assert "%(" not in answer.text
    return answer.fault


def value(row: RollRow, column: str) -> object:
    return row[FIELDS.index(column)]


def faults(row: FaultyRow) -> list[tuple[str, CellFault]]:
    return [(fault.column, fault.code) for fault in row.faults]


@pytest.mark.parametrize("name", ["trondheim-2026-11-02.csv", "trondheim-2026-11-09.csv"])
def test_the_real_rolls_are_read_whole(name: str) -> None:
    answer = parse_roll((ROLLS / name).read_bytes(), today=date.fromisoformat(name[10:20]))
    assert isinstance(answer, Roll)
    assert (len(answer.rows), answer.faulty, answer.same_number) == (124, [], [])
    homeless = sum(value(row, "address_before") == "none" for row in answer.rows)
    assert homeless == {"trondheim-2026-11-02.csv": 41, "trondheim-2026-11-09.csv": 42}[name]


@pytest.mark.parametrize(
    "row", golden("exchange", "celler"), ids=lambda row: f"{row['kolonne']}: {row['hvorfor']}"
)
def test_cell(row: Row) -> None:
    answer = roll(file_of(line(person_ref="T0"), line(**{"national_id": "", row["kolonne"]: row["celle"]})))
    if row["ventet"] in set(CellFault):
        assert faults(answer.faulty[0]) == [(row["kolonne"], CellFault(row["ventet"]))]
        assert answer.faulty[0].line == 3
    else:
        found = value(answer.rows[1], row["kolonne"])
        assert ("" if found is None else str(found)) == row["ventet"]


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "windows-1252"])
@pytest.mark.parametrize("newline", ["\r\n", "\n", "\r"])
def test_the_same_rows_whatever_the_spreadsheet_saved(delimiter: str, encoding: str, newline: str) -> None:
    text = file_of(line(), newline=newline).replace(";", delimiter)
    answer = roll(text.encode(encoding))
    assert (answer.encoding, answer.delimiter) == (encoding, delimiter)
    assert answer.rows == roll(file_of(line())).rows


def test_columns_may_stand_in_any_order_and_with_any_capitals() -> None:
    order = sorted(COLUMNS)
    text = ";".join(order).upper() + "\n" + ";".join(GOOD[name] for name in order) + "\n"
    assert roll(text).rows == roll(file_of(line())).rows


def test_a_spreadsheets_separator_line_and_blank_lines_are_passed_over() -> None:
    text = "sep=;\n" + file_of(line(), "", ";" * (len(COLUMNS) - 1), line(person_ref="T2", national_id=""))
    answer = roll(text)
    assert [row[0] for row in answer.rows] == [3, 6]
    assert answer.faulty == []


def test_good_rows_are_kept_and_faulty_ones_tell_everything_that_is_wrong() -> None:
    answer = roll(file_of(*rows(3), line(person_ref="T9", sex="x", unit="oslo", admitted_on="i går")))
    assert len(answer.rows) == 3
    assert answer.faulty[0].line == 5
    assert faults(answer.faulty[0]) == [
        ("sex", CellFault.UNKNOWN_CODE),
        ("unit", CellFault.UNKNOWN_UNIT),
        ("admitted_on", CellFault.BAD_DATE),
    ]


def test_a_reference_twice_is_a_fault_on_its_second_line() -> None:
    answer = roll(file_of(line(national_id=""), line(national_id="", given_name="Lun")))
    assert len(answer.rows) == 1
    assert faults(answer.faulty[0]) == [("person_ref", CellFault.DUPLICATE_REF)]


def test_the_same_number_under_two_references_is_for_a_human() -> None:
    answer = roll(file_of(line(), line(person_ref="T2")))
    assert len(answer.rows) == 2
    assert answer.same_number == [(2, 3)]


def test_a_row_without_any_name_is_faulty() -> None:
    answer = roll(file_of(*rows(1), line(family_name="", given_name=" ")))
    assert faults(answer.faulty[0]) == [("family_name", CellFault.NO_NAME)]
    assert answer.faulty[0].faults[0].told().startswith("Etternavn (family_name): Både etternavn og fornavn")


@pytest.mark.parametrize("empty", ["family_name", "given_name"])
def test_one_name_is_enough(empty: str) -> None:
    answer = roll(file_of(line(**{empty: ""})))
    assert value(answer.rows[0], empty) == "" and answer.faulty == []


def test_a_wrong_first_line_is_told_column_by_column_in_plain_words() -> None:
    def told(header: str) -> str:
        answer = read(header + "\n" + line() + "\n")
        assert isinstance(answer, FileRefusal)
        return answer.text

    assert "mangler: Kjønn (sex)." in told(HEADER.replace("sex;", ""))
    misspelt = told(HEADER.replace("family_name", "familyname %(x)s"))
    assert "mangler: Etternavn (family_name)." in misspelt and "feilskrevet: familyname %(x)s." in misspelt
    other = told("navn;alder")
    assert ": person_ref, national_id, family_name, " in other
    assert "Status (status)." in told(f"{HEADER};status")


def test_a_row_in_the_middle_with_too_few_cells_is_faulty() -> None:
    answer = roll(file_of(rows(1)[0], "T7;bare;tre", *rows(3)[1:]))
    assert faults(answer.faulty[0]) == [("", CellFault.WRONG_COLUMN_COUNT)]
    assert len(answer.rows) == 3


def test_line_numbers_hold_after_a_cell_with_a_line_break() -> None:
    answer = roll(file_of(line(family_name='"Mose\nLyng"', national_id=""), line(person_ref="T2", sex="?")))
    assert [row.line for row in answer.faulty] == [2, 4]
    assert faults(answer.faulty[0]) == [("family_name", CellFault.UNPRINTABLE)]


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b"", FileFault.EMPTY),
        (b"\xef\xbb\xbf \r\n ", FileFault.EMPTY),
        (b"PK\x03\x04\x00\x00", FileFault.BINARY),
        (b"\x89PNG\r\n\x1a\n", FileFault.BINARY),
        ("a;b".encode("utf-16"), FileFault.UTF_16),
        (b"name;age\nKari;3\n", FileFault.NO_HEADER),
        (line().encode() + b"\n", FileFault.NO_HEADER),
        (HEADER.encode() + b"\r\n", FileFault.NO_ROWS),
        (HEADER.encode() + b"\r\n;;;\r\n\r\n", FileFault.NO_ROWS),
        (HEADER.replace("status;", "").encode() + b"\n1\n", FileFault.MISSING_COLUMNS),
        (HEADER.encode() + b";straffbestemmelse\n1\n", FileFault.UNKNOWN_COLUMNS),
        (HEADER.encode() + b";status\n1\n", FileFault.REPEATED_COLUMNS),
        (file_of(line()).encode() + "Bjørk".encode("windows-1252"), FileFault.MIXED_ENCODING),
        (file_of(line(), '"T2;åpent anførselstegn').encode(), FileFault.BROKEN_QUOTES),
        (file_of(*rows(20), "a;b", "c;d", "e;f", line(person_ref="T99")).encode(), FileFault.TOO_MANY_FAULTS),
    ],
)
def test_a_wrong_file_is_refused_whole(data: bytes, fault: FileFault) -> None:
    assert refusal(data) is fault


def test_a_cut_file_is_refused_wherever_it_was_cut_in_its_last_row() -> None:
    whole = file_of(*rows(4), line(person_ref="T8")).encode()
    start = whole.rindex(b"T8;")
    for end in range(start + 1, len(whole.rstrip(b"\r\n"))):
        assert refusal(whole[:end]) is FileFault.TRUNCATED, whole[start:end]


def test_a_whole_last_row_needs_no_newline() -> None:
    assert len(roll(file_of(*rows(2)).rstrip("\r\n")).rows) == 2


def test_a_cut_in_the_middle_of_a_letter_is_not_taken_for_another_encoding() -> None:
    whole = file_of(line(), line(person_ref="T2", family_name="Måke")).encode()
    assert refusal(whole[: whole.rindex("å".encode()) + 1]) is FileFault.TRUNCATED


def test_errors_are_handed_back_without_formulas() -> None:
    bad = line(person_ref="T5", family_name='=HYPERLINK("http://x")', sex="+1", given_name="@SUM(A1)")
    answer = roll(file_of(*rows(2), bad))
    assert len(answer.faulty) == 1
    text = error_csv(answer.faulty, columns=answer.columns).decode("utf-8-sig")
    table = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert table[0] == ["linje", "feil", *COLUMNS]
    assert table[1][0] == "4"
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in table[1])
    assert "'=HYPERLINK" in text and "'+1" in text


@given(text=st.text(max_size=20))
def test_a_safe_cell_never_starts_a_formula(text: str) -> None:
    assert not safe_cell(text).lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r"))


def test_every_fault_has_its_sentence_and_repeats_no_cell() -> None:
    assert FAULT_TEXTS.keys() == set(CellFault)
    assert REFUSAL_TEXTS.keys() == set(FileFault)
    answer = roll(file_of(*rows(1), line(person_ref="T5", national_id="10915596785")))
    assert "10915596785" not in answer.faulty[0].faults[0].text


@given(data=st.binary(max_size=300))
@example(data=b"sep=;")
@example(data=b"\xef\xbb\xbf")
def test_no_bytes_raise(data: bytes) -> None:
    assert isinstance(read(data), Roll | FileRefusal)


@given(data=st.binary(max_size=120), place=st.integers(0, 400), cut=st.integers(0, 400))
def test_no_damage_to_a_roll_raises(data: bytes, place: int, cut: int) -> None:
    whole = file_of(*rows(2), line()).encode()
    answer = read(whole[:place] + data + whole[place + cut :])
    assert isinstance(answer, Roll | FileRefusal)


@given(cells=st.lists(st.text(max_size=12), min_size=len(COLUMNS), max_size=len(COLUMNS)))
def test_any_cells_give_a_good_row_or_a_faulty_one(cells: list[str]) -> None:
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerow(cells)
    answer = read(file_of(*rows(2)) + out.getvalue())
    if isinstance(answer, Roll):
        assert len(answer.rows) + len(answer.faulty) <= 3
        error_csv(answer.faulty, columns=answer.columns)
