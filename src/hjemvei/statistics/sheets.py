"""Coverage and target numbers as spreadsheets. Texts are written as texts: nothing becomes a formula."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

import xlsxwriter
from django.http import HttpResponse
from django.utils.translation import gettext as _

from hjemvei.statistics.coverage import Coverage
from hjemvei.statistics.queries import NumberView
from hjemvei.ui import formats

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Cell = str | int | Decimal | None
Leaf = tuple[str, Sequence[str], Sequence[Sequence[Cell]]]
"""The name of a leaf, its head, its rows."""


def sheet_response(content: bytes, name: str, *, today: dt.date) -> HttpResponse:
    disposition = {"Content-Disposition": f'attachment; filename="{name}-{today.isoformat()}.xlsx"'}
    return HttpResponse(content, content_type=XLSX, headers=disposition)


def coverage_xlsx(shown: Coverage, *, today: dt.date) -> bytes:
    places = [
        (
            row.number,
            row.name,
            row.county_name,
            str(row.covered.label),
            ", ".join(f"{prison} ({word.label})" for prison, word in row.prisons),
            ", ".join(row.districts),
        )
        for row in shown.places
    ]
    prisons = [(row.name, row.municipalities, row.expired, _few(row.outside)) for row in shown.prisons]
    pages: list[Leaf] = [
        (
            _("Kommuner"),
            (_("Nummer"), _("Kommune"), _("Fylke"), _("Avtale"), _("Fengsler"), _("Bare bydelene")),
            places,
        ),
        (_("Fengsler"), (_("Fengsel"), _("Med avtale"), _("Utløpt"), _("Personer utenfor")), prisons),
    ]
    return book_of(pages, title=_("Dekning per %(day)s") % {"day": formats.date(today)})


def _few(count: int | None) -> Cell:
    return _("under 5") if count is None else count


def book_of(pages: Iterable[Leaf], *, title: str) -> bytes:
    """Each page: its name, its head, its rows; the title stands above each."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        bold = book.add_format({"bold": True})
        for name, head, rows in pages:
            sheet = book.add_worksheet(name[:31])
            sheet.write_string(0, 0, title)
            for column, text in enumerate(head):
                sheet.write_string(1, column, text, bold)
            for line, cells in enumerate(rows, start=2):
                for column, cell in enumerate(cells):
                    _write(sheet, line, column, cell)
            sheet.set_column(0, len(head) - 1, 24)
            sheet.freeze_panes(2, 1)
    return out.getvalue()


def _write(sheet: Any, line: int, column: int, cell: Cell) -> None:
    if isinstance(cell, int | Decimal):
        sheet.write_number(line, column, float(cell))
    elif cell is not None:
        sheet.write_string(line, column, cell)


def numbers_xlsx(agreement: str, numbers: Iterable[NumberView]) -> bytes:
    """One line for each number and year."""
    head = (
        _("Måltall"),
        _("Hvem sitt resultat"),
        _("Enhet"),
        _("Retning"),
        _("År"),
        _("Utgangspunkt"),
        _("Mål"),
        _("Resultat"),
        _("Grunnlag, personer"),
        _("Stilling"),
        _("Gjort opp"),
        _("Merknad"),
    )
    rows = [
        (
            number.name,
            str(number.side.label),
            str(number.kind.label),
            str(number.way.label),
            year.year,
            year.baseline,
            year.goal,
            year.shown,
            year.people,
            str(year.light.label),
            _("ja") if year.is_final else _("nei"),
            year.note,
        )
        for number in numbers
        for year in number.years
        if year.counted_at or year.goal is not None
    ]
    return book_of([(_("Måltall"), head, rows)], title=agreement)
