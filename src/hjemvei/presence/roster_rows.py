"""Rows of a roster as they come from a spreadsheet: e-mail, date, from, to and perhaps «fri»."""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

MOST_ROWS = 2000
DAYS = ("%d.%m.%Y", "%Y-%m-%d", "%d.%m.%y")
CLOCK = re.compile(r"^(\d{1,2})(?:[.:](\d{2}))?$")
COLUMNS = 4


@dataclass(frozen=True, slots=True)
class RosterRow:
    line: int
    email: str
    on: dt.date
    begins: dt.time
    ends: dt.time
    is_off: bool = False


@dataclass(frozen=True, slots=True)
class RowError:
    line: int
    message: str


def read_rows(text: str) -> tuple[list[RosterRow], list[RowError]]:
    """Tabs, semicolons or commas; a first row of headings and empty rows are passed over."""
    rows: list[RosterRow] = []
    errors: list[RowError] = []
    lines = text.replace("\ufeff", "").splitlines()
    for number, line in enumerate(lines, start=1):
        cells = _cells(line)
        if not any(cells) or (number == 1 and "@" not in cells[0]):
            continue
        if len(rows) + len(errors) >= MOST_ROWS:
            errors.append(RowError(number, _("Høyst %(n)s rader om gangen.") % {"n": MOST_ROWS}))
            break
        found = _row(number, cells)
        (rows if isinstance(found, RosterRow) else errors).append(found)  # type: ignore[arg-type]
    return rows, errors


def _cells(line: str) -> list[str]:
    mark = next((mark for mark in "\t;," if mark in line), ";")
    return [cell.strip() for cell in next(csv.reader([line], delimiter=mark), [""])] or [""]


def _row(number: int, cells: Sequence[str]) -> RosterRow | RowError:
    if len(cells) < COLUMNS:
        return RowError(number, _("Raden skal ha e-post, dato, fra og til."))
    on, begins, ends = _day(cells[1]), _clock(cells[2]), _clock(cells[3])
    if on is None:
        return RowError(number, _("«%(text)s» er ikke en dato.") % {"text": cells[1][:20]})
    for text, found in ((cells[2], begins), (cells[3], ends)):
        if found is None:
            return RowError(number, _("«%(text)s» er ikke et klokkeslett.") % {"text": text[:20]})
    assert begins is not None and ends is not None
    is_off = len(cells) > COLUMNS and cells[COLUMNS].lower() in {"fri", "off"}
    return RosterRow(number, cells[0].lower(), on, begins, ends, is_off)


def _day(text: str) -> dt.date | None:
    for form in DAYS:
        try:
            return dt.datetime.strptime(text, form).date()
        except ValueError:
            continue
    return None


def _clock(text: str) -> dt.time | None:
    """«7», «07.30» and «24:00», which is midnight."""
    found = CLOCK.match(text)
    if found is None:
        return None
    hour, minute = int(found[1]), int(found[2] or 0)
    if (hour, minute) == (24, 0):
        return dt.time(0)
    return dt.time(hour, minute) if hour < 24 and minute < 60 else None
