"""Bring a parsed roll into the staging table: COPY into a temporary table (COPY is refused under row-level
security),
then INSERT … SELECT under the actor.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from django.db import connection

from hjemvei.exchange import staging_sql as sql
from hjemvei.exchange.enums import RollColumn
from hjemvei.exchange.roll_cells import MAX_NAME, MAX_REF
from hjemvei.exchange.roll_format import NATIONAL_ID, FaultyRow, Roll, RollRow
from hjemvei.needs.actions.record_said_addresses import SOURCE
from hjemvei.persons.crypto import blind_index
from hjemvei.persons.names import fold_name

CHUNK = 2000
PROTECTION = {"confidential": 1, "strictly_confidential": 2}
MAX_UNIT = 60


def stage_rows(roll: Roll, *, roll_id: int, owner_unit_id: int, unit_ids: Sequence[int]) -> dict[str, int]:
    """Write the rows that say something new; return how many of each fate there are. Nothing is applied."""
    with connection.cursor() as cursor:
        cursor.execute(sql.DROP)
        cursor.execute(sql.INCOMING)
        with cursor.copy(sql.COPY_INCOMING) as copy:
            for text in csv_chunks(roll.rows):
                copy.write(text)
        _match(cursor, roll, unit_ids)
        target = {"roll": roll_id, "unit": owner_unit_id}
        cursor.execute(sql.INSERT_ROWS, target)
        faulty = [_faulty_row(row, roll.columns) for row in roll.faulty]
        if faulty:
            cursor.execute(sql.INSERT_FAULTY, {**target, "rows": json.dumps(faulty)})
        references = [row["reference"] for row in faulty if row["reference"]]
        cursor.execute(sql.INSERT_GONE, {**target, "faulty": references})
        cursor.execute(sql.COUNTS, [roll_id])
        return dict(cursor.fetchall())


def csv_chunks(rows: Iterable[RollRow]) -> Iterator[str]:
    """The rows as CSV, identity numbers replaced by their keyed index, some hundred kilobytes at a time."""
    pieces: list[str] = []
    writer = csv.writer(_Sink(pieces.append), lineterminator="\n")
    source = iter(rows)
    while chunk := list(islice(source, CHUNK)):
        writer.writerows(
            [(*row[:NATIONAL_ID], _index(row[NATIONAL_ID]), *row[NATIONAL_ID + 1 :]) for row in chunk]
        )
        yield "".join(pieces)
        pieces.clear()


class _Sink:
    """The least that csv.writer wants of a file."""

    __slots__ = ("write",)

    def __init__(self, write: Callable[[str], object]) -> None:
        self.write = write


def _index(number: str) -> str:
    return "\\x" + blind_index(number).hex() if number else ""


def _match(cursor: Any, roll: Roll, unit_ids: Sequence[int]) -> None:
    cursor.execute(sql.PRESENT, {"units": list(unit_ids), "said": SOURCE})
    cursor.execute(sql.NUMBERS)
    cursor.execute("ANALYZE pg_temp.roll_incoming, pg_temp.roll_present, pg_temp.roll_numbers")
    cursor.execute(sql.MATCHES)
    cursor.execute(sql.DOUBTS)
    if roll.same_number:
        first, later = (list(lines) for lines in zip(*roll.same_number, strict=True))
        cursor.execute(sql.SAME_NUMBER, [first, later])
    cursor.execute(sql.NAMESAKES)
    found = [
        (line, case_id, person_id)
        for line, family, given, case_id, person_id, name in cursor.fetchall()
        if fold_name(f"{given} {family}") == name
    ]
    if found:
        cursor.execute(sql.ADD_DOUBTS, [list(column) for column in zip(*found, strict=True)])
    cursor.execute("ANALYZE pg_temp.roll_match, pg_temp.roll_doubt")


def _faulty_row(row: FaultyRow, columns: Sequence[RollColumn]) -> dict[str, Any]:
    """What may be shown of a faulty row: never its identity number, wrong or right."""
    cells = dict(zip(columns, row.cells, strict=False)) if len(row.cells) == len(columns) else {}

    def cell(column: RollColumn, limit: int) -> str:
        text = cells.get(column, "").strip()
        return text[:limit] if text.isprintable() else ""

    return {
        "line": row.line,
        "reference": cell(RollColumn.PERSON_REF, MAX_REF),
        "family_name": cell(RollColumn.FAMILY_NAME, MAX_NAME),
        "given_name": cell(RollColumn.GIVEN_NAME, MAX_NAME),
        "unit": cell(RollColumn.UNIT, MAX_UNIT),
        "protection": PROTECTION.get(cell(RollColumn.ADDRESS_PROTECTION, 40).casefold(), 0),
        "problems": [
            {"column": fault.column, "code": fault.code.value, "text": fault.text} for fault in row.faults
        ],
    }
