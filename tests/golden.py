"""Golden tables: semicolon-separated, UTF-8, with headers that a caseworker can read and a column `kilde`."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

Row = dict[str, str]


def golden(app: str, name: str) -> list[Row]:
    """The rows of tests/<app>/golden/<name>.csv; every row must say where its answer comes from."""
    path = Path(__file__).parent / app / "golden" / f"{name}.csv"
    with path.open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle, delimiter=";", strict=True))
    assert rows and all(None not in row and row["kilde"] for row in rows), f"{name}: a row lacks its source"
    return rows


def day(text: str) -> date | None:
    """ISO date; an empty cell is an unknown date."""
    return date.fromisoformat(text) if text else None
