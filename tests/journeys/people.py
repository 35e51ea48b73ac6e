"""Whom of the roll each journey is about; chosen by what the row says, so that a new roll needs no change."""

from __future__ import annotations

import csv
import datetime as dt
from dataclasses import dataclass
from pathlib import Path

HOME = "5001"


@dataclass(frozen=True)
class Row:
    name: str
    status: str
    release_on: dt.date | None
    address_before: str
    stay: str


def people(roll: Path) -> list[Row]:
    """Everybody in the prison itself whose name the social worker sees."""
    with roll.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file, delimiter=";") if row["unit"] == "trondheim"]
    return [
        Row(
            f"{row['given_name']} {row['family_name']}",
            row["status"],
            dt.date.fromisoformat(row["expected_release_on"]) if row["expected_release_on"] else None,
            row["address_before"],
            row["municipality_of_stay"],
        )
        for row in rows
        if not row["address_protection"]
    ]


def leaving(roll: Path, *, today: dt.date, after: int, before: int) -> list[Row]:
    """Sentenced people of the municipality who leave so many days from now, soonest first."""
    low, high = today + dt.timedelta(days=after), today + dt.timedelta(days=before)
    found = [
        row
        for row in people(roll)
        if row.status == "sentenced" and row.stay == HOME and row.release_on and low <= row.release_on < high
    ]
    return sorted(found, key=lambda row: (row.release_on or today, row.name))


def without_address(roll: Path, *, today: dt.date) -> Row:
    """Somebody who leaves within some months and says that there is no address to go to."""
    return next(
        row for row in leaving(roll, today=today, after=75, before=240) if row.address_before == "none"
    )


def on_remand(roll: Path) -> Row:
    """Somebody who could be released tomorrow: remand without a date."""
    return next(row for row in people(roll) if row.status == "remand" and row.release_on is None)
