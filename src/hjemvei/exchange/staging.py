"""Bring a parsed roll into the staging table: COPY into a temporary table (COPY is refused under
row-level security), then INSERT … SELECT under the actor.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django.conf import settings
from django.db import connection

from hjemvei.exchange import staging_sql as sql
from hjemvei.exchange.enums import RollColumn
from hjemvei.exchange.roll_cells import MAX_NAME, MAX_REF
from hjemvei.exchange.roll_format import FaultyRow, Roll, RollRow
from hjemvei.needs.actions.record_said_addresses import SOURCE
from hjemvei.persons.names import fold_name

CHUNK = 2000
PROTECTION = {"confidential": 1, "strictly_confidential": 2}
MAX_UNIT = 60
KIND_FIELDS = (
    "kind",
    "sex",
    "unit",
    "status",
    "release_kind",
    "certainty",
    "stay",
    "wished",
    "language",
    "protection",
    "address",
)


def stage_rows(roll: Roll, *, roll_id: int, owner_unit_id: int, unit_ids: Sequence[int]) -> dict[str, int]:
    """Write the rows that say something new; return how many of each fate there are. Nothing is applied."""
    kinds: dict[tuple[str, ...], int] = {}
    with connection.cursor() as cursor:
        cursor.execute(sql.DROP)
        cursor.execute(sql.INCOMING)
        with cursor.copy(sql.COPY_INCOMING) as copy:
            for text in copy_chunks(roll.rows, kinds):
                copy.write(text)
        cursor.execute(sql.ADD_KINDS, [kinds_json(kinds)])
        _match(cursor, roll, unit_ids)
        target = {"roll": roll_id, "unit": owner_unit_id}
        cursor.execute(sql.INSERT_ROWS, target)
        told = cursor.rowcount
        faulty = [_faulty_row(row, roll.columns) for row in roll.faulty]
        if faulty:
            cursor.execute(sql.INSERT_FAULTY, {**target, "rows": json.dumps(faulty)})
        references = [row["reference"] for row in faulty if row["reference"]]
        cursor.execute(sql.INSERT_GONE, {**target, "faulty": references})
        gone = cursor.rowcount
        cursor.execute(sql.COUNTS, [roll_id])
        counts: dict[str, int] = dict(cursor.fetchall())
    new = told - sum(counts.values())
    return {**counts, "new": new, "gone": gone, "faulty": len(faulty), "same": len(roll.rows) - told}


class Dates(dict[date | None, str]):
    """How each date stands in COPY's text; a roll holds few different ones."""

    def __missing__(self, day: date | None) -> str:
        text = self[day] = day.isoformat() if day else ""
        return text


def copy_chunks(rows: Sequence[RollRow], kinds: dict[tuple[str, ...], int]) -> Iterator[str]:
    """The rows as COPY's text, identity numbers replaced by eight bytes of their keyed index; `kinds` is
    filled.

    Names and references are printable by now, so a backslash is all that could need an escape.
    """
    key, digest, dates = settings.INDEX_KEY.encode(), hmac.digest, Dates()
    for start in range(0, len(rows), CHUNK):
        lines = []
        for row in rows[start : start + CHUNK]:
            line, reference, number, family, given, born = row[:6]
            kind = kinds.setdefault((*row[6:9], *row[11:]), len(kinds))
            if number:
                number = int.from_bytes(
                    digest(key, b"index:%b" % number.encode(), "sha256")[:8], "big", signed=True
                )
            lines.append(
                f"{line}\t{reference}\t{number}\t{family}\t{given}\t{dates[born]}\t{dates[row[10]]}\t{kind}\n"
            )
        text = "".join(lines)
        yield text if "\\" not in text else text.replace("\\", "\\\\")


def kinds_json(kinds: dict[tuple[str, ...], int]) -> str:
    return json.dumps(
        [dict(zip(KIND_FIELDS, (kind, *values), strict=True)) for values, kind in kinds.items()]
    )


def _match(cursor: Any, roll: Roll, unit_ids: Sequence[int]) -> None:
    cursor.execute(sql.PRESENT, {"units": list(unit_ids), "said": SOURCE})
    cursor.execute(sql.NUMBERS)
    for table in sql.STATISTICS:
        cursor.execute(f"ANALYZE pg_temp.{table}")
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
