"""A prison's roll as a file: who is inside on one day. No Django, no database, no clock.

Good rows and faulty rows are told apart; a file that is wrong or cut is refused whole (`roll_file`). Rows
are plain tuples in the order of `FIELDS`, since a hundred thousand of them pass here in well under a
second.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from operator import attrgetter, getitem, itemgetter
from typing import Any

from hjemvei.exchange.enums import CellFault, FileFault, RollColumn
from hjemvei.exchange.roll_cells import (
    FAULT_TEXTS,
    MAX_REF,
    AsIs,
    CellError,
    Cells,
    read_national_id,
    read_ref,
    readers,
)
from hjemvei.exchange.roll_columns import column_name
from hjemvei.exchange.roll_file import FileRefusal, RollText, open_roll, refuse
from hjemvei.persons.rules import NumberChecker

FIELDS = ("line", *(column.value for column in RollColumn))
LINE, REF, NATIONAL_ID = 0, 1, 2
FAMILY_NAME, GIVEN_NAME = FIELDS.index("family_name"), FIELDS.index("given_name")
ADMITTED_ON, RELEASE_ON = FIELDS.index("admitted_on"), FIELDS.index("expected_release_on")
STRUCTURAL_SHARE = 10
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")

RollRow = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in one cell; `column` is empty when it is the row."""

    column: str
    code: CellFault
    text: str

    def told(self, translate: Callable[[str], str] = str) -> str:
        """The column in the user's words beside the file's own, then what is wrong in it."""
        text = translate(self.text)
        return f"{column_name(self.column, translate)}: {text}" if self.column else text


@dataclass(frozen=True, slots=True)
class FaultyRow:
    """A row that was not taken in: its line in the file, its cells as they stood, and everything that is
    wrong.
    """

    line: int
    cells: tuple[str, ...]
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Roll:
    """A roll that was read. `rows` are tuples in the order of FIELDS.

    `same_number` pairs lines that hold the same identity number under two references: a human looks at these.
    """

    rows: list[RollRow]
    faulty: list[FaultyRow]
    encoding: str
    delimiter: str
    columns: tuple[RollColumn, ...]
    same_number: list[tuple[int, int]] = field(default_factory=list)


def parse_roll(
    data: bytes,
    *,
    today: date,
    units: frozenset[str] | None = None,
    municipalities: frozenset[str] | None = None,
) -> Roll | FileRefusal:
    """Read a roll for the day `today`. Unit slugs and municipality numbers are checked where sets are given.

    Raises nothing, whatever the bytes: the answer is a Roll or the reason why the file is refused whole.
    """
    opened = open_roll(data)
    if isinstance(opened, FileRefusal):
        return opened
    reading = _Reading(opened, readers(today=today, units=units, municipalities=municipalities))
    return reading.read() or reading.result()


class _Reading:
    """One pass over the rows. Lives only inside `parse_roll`."""

    def __init__(self, opened: RollText, by_column: Mapping[RollColumn, Cells | AsIs]) -> None:
        self.opened = opened
        self.caches = [by_column[column] for column in RollColumn]
        self.width = len(self.caches)
        places = [opened.columns.index(column) for column in RollColumn]
        self.in_order: Callable[[list[str]], Sequence[str]] = itemgetter(*places)
        self.is_in_order = places == list(range(self.width))
        self.rows: list[RollRow] = []
        self.faulty: list[FaultyRow] = []
        self.last: tuple[int, list[str]] = (opened.first_line, [])

    def read(self) -> FileRefusal | None:
        """The hot loop: a map of look-ups a row; whatever is unusual goes the careful way."""
        add, width, is_plain = self.rows.append, self.width, self._is_plain()
        caches = self.caches if self.is_in_order else None
        line, cells = self.opened.first_line, list[str]()
        try:
            for line, cells in self._lines():
                try:
                    if caches is None or len(cells) != width:
                        add(self._careful(line, cells))
                    else:
                        row = (line, *map(getitem, caches, cells))
                        add(row if is_plain(row) else self._careful(line, cells))
                except CellError as error:
                    self._set_aside(line, cells, error)
        except csv.Error:
            return refuse(FileFault.BROKEN_QUOTES, line=str(line))
        self.last = line, cells
        return None

    def _is_plain(self) -> Callable[[RollRow], bool]:
        """The quick look at a row whose cells were all read: true when nothing needs a second look."""
        is_valid = NumberChecker().is_valid

        def is_plain(row: RollRow) -> bool:
            ref, number, release = row[REF], row[NATIONAL_ID], row[RELEASE_ON]
            return (
                ref.isalnum()
                and len(ref) <= MAX_REF
                and (not number or is_valid(number))
                and (release is None or release >= row[ADMITTED_ON])
                and (row[FAMILY_NAME] != "" or row[GIVEN_NAME] != "")
            )

        return is_plain

    def _careful(self, line: int, cells: list[str]) -> RollRow:
        """The same row, looked at cell by cell. Raises CellError with the first thing that is wrong."""
        if len(cells) != self.width:
            raise CellError(CellFault.WRONG_COLUMN_COUNT)
        ordered = self.in_order(cells)
        values = [cache[cell] for cache, cell in zip(self.caches, ordered, strict=True)]
        ref, number = read_ref(ordered[0]), read_national_id(ordered[1])
        row: RollRow = (line, ref, number, *values[2:])
        if row[RELEASE_ON] is not None and row[RELEASE_ON] < row[ADMITTED_ON]:
            raise CellError(CellFault.RELEASE_BEFORE_ADMISSION)
        if not (row[FAMILY_NAME] or row[GIVEN_NAME]):
            raise CellError(CellFault.NO_NAME)
        return row

    def _set_aside(self, line: int, cells: list[str], error: CellError) -> None:
        if not any(cell.strip() for cell in cells):
            return
        if len(cells) != self.width:
            faults = [Fault("", CellFault.WRONG_COLUMN_COUNT, FAULT_TEXTS[CellFault.WRONG_COLUMN_COUNT])]
        else:
            faults = self._cell_faults(cells) or [_row_fault(error)]
        self.faulty.append(FaultyRow(line, tuple(cells), tuple(faults)))

    def _cell_faults(self, cells: list[str]) -> list[Fault]:
        """Everything that is wrong in the cells of one row, so that it can be mended in one go."""
        faults = []
        special = {RollColumn.PERSON_REF: read_ref, RollColumn.NATIONAL_ID: read_national_id}
        for column, cache, cell in zip(RollColumn, self.caches, self.in_order(cells), strict=True):
            try:
                special.get(column, cache.__getitem__)(cell)
            except CellError as error:
                text = " ".join(filter(None, (FAULT_TEXTS[error.fault], error.detail)))
                faults.append(Fault(column.value, error.fault, text))
        return faults

    def result(self) -> Roll | FileRefusal:
        """The roll, or the refusal that only the whole of the rows can show."""
        if len({row[REF] for row in self.rows}) < len(self.rows):
            self._set_duplicates_aside()
        refusal = self._cut_at_the_end() or self._wrong_file()
        if refusal is not None:
            return refusal
        opened = self.opened
        return Roll(
            rows=self.rows,
            faulty=self.faulty,
            encoding=opened.encoding,
            delimiter=opened.delimiter,
            columns=opened.columns,
            same_number=_same_number(self.rows),
        )

    def _set_duplicates_aside(self) -> None:
        """The first row with a reference stays; the file is read again for the cells of the later ones."""
        first: dict[str, int] = {}
        later = {row[LINE] for row in self.rows if first.setdefault(row[REF], row[LINE]) != row[LINE]}
        self.rows = [row for row in self.rows if row[LINE] not in later]
        error = CellError(CellFault.DUPLICATE_REF)
        for line, cells in self._lines():
            if line in later:
                self._set_aside(line, cells, error)
        self.faulty.sort(key=attrgetter("line"))

    def _lines(self) -> Iterator[tuple[int, list[str]]]:
        """Every record with the line it starts on."""
        opened, line = self.opened, self.opened.first_line
        lines = csv.reader(io.StringIO(opened.text, newline=""), delimiter=opened.delimiter, strict=True)
        for cells in lines:
            yield line, cells
            line = opened.first_line + lines.line_num

    def _cut_at_the_end(self) -> FileRefusal | None:
        """The last row has too few cells; or there is no last newline and it is faulty or ends empty."""
        line, cells = self.last
        faulty_at_end = bool(self.faulty) and self.faulty[-1].line == line
        wrong_count = faulty_at_end and len(cells) != self.width
        doubtful = not self.opened.ends_with_newline and (faulty_at_end or not cells or not cells[-1].strip())
        return refuse(FileFault.TRUNCATED, line=str(line)) if wrong_count or doubtful else None

    def _wrong_file(self) -> FileRefusal | None:
        """More than a tenth of the rows (and more than one) with a wrong number of columns is no roll."""
        total = len(self.rows) + len(self.faulty)
        if total == 0:
            return refuse(FileFault.NO_ROWS)
        wrong = sum(row.faults[0].code is CellFault.WRONG_COLUMN_COUNT for row in self.faulty)
        if wrong > max(1, total // STRUCTURAL_SHARE):
            return refuse(FileFault.TOO_MANY_FAULTS, faulty=str(wrong), rows=str(total))
        return None


ROW_FAULT_COLUMNS = {
    CellFault.RELEASE_BEFORE_ADMISSION: RollColumn.EXPECTED_RELEASE_ON,
    CellFault.NO_NAME: RollColumn.FAMILY_NAME,
    CellFault.DUPLICATE_REF: RollColumn.PERSON_REF,
}


def _same_number(rows: list[RollRow]) -> list[tuple[int, int]]:
    """Pairs of lines with one identity number: the first line that holds it, and each later one."""
    numbers = [row[NATIONAL_ID] for row in rows if row[NATIONAL_ID]]
    if len(set(numbers)) == len(numbers):
        return []
    first: dict[str, int] = {}
    pairs = ((first.setdefault(row[NATIONAL_ID], row[LINE]), row[LINE]) for row in rows if row[NATIONAL_ID])
    return [pair for pair in pairs if pair[0] != pair[1]]


def _row_fault(error: CellError) -> Fault:
    column = ROW_FAULT_COLUMNS.get(error.fault)
    return Fault(column.value if column else "", error.fault, FAULT_TEXTS[error.fault])


def safe_cell(text: str) -> str:
    """A cell that no spreadsheet takes for a formula: a leading apostrophe where it could be one."""
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA_STARTS) else text


def error_csv(
    rows: Iterable[FaultyRow], *, columns: Sequence[RollColumn], translate: Callable[[str], str] = str
) -> bytes:
    """The faulty rows as a file to mend and send again: line, reasons, then the cells as they stood.

    UTF-8 with a mark in front and semicolons, so that a Norwegian spreadsheet opens it right.
    """
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow([translate("linje"), translate("feil"), *(column.value for column in columns)])
    for row in rows:
        reasons = " ".join(fault.told(translate) for fault in row.faults)
        writer.writerow([row.line, safe_cell(reasons), *map(safe_cell, row.cells)])
    return out.getvalue().encode("utf-8-sig")
