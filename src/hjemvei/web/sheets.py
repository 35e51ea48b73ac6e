"""A case list as a spreadsheet. Every cell is text, so that no name is run as a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

import xlsxwriter
from django.utils.translation import gettext as _

from hjemvei.web.case_rows import CaseLine

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")


def head() -> list[str]:
    return [
        _("Navn"),
        _("Løslates"),
        _("Sikkerhet"),
        _("Fengsel"),
        _("Kommune"),
        _("Bolig"),
        _("Merknader"),
        _("Neste steg"),
        _("Frist"),
        _("Ansvarlig"),
    ]


def cells(line: CaseLine) -> list[str]:
    status = str(line.status.text) if line.status else ""
    notes = ", ".join(str(tag.text) for tag in line.tags)
    place = [line.prison, line.municipality, status, notes]
    return [line.name, line.date, line.certainty, *place, line.task, line.due, line.owner]


def harmless(text: str) -> str:
    """CSV has no text cells: a leading apostrophe keeps the text from being run (OWASP)."""
    return f"'{text}" if text.startswith(DANGEROUS) else text


def csv_of(lines: Iterable[CaseLine]) -> bytes:
    """Semicolons and a byte order mark, as Norwegian spreadsheet programs open it."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";")
    writer.writerow(head())
    writer.writerows([harmless(text) for text in cells(line)] for line in lines)
    return out.getvalue().encode("utf-8-sig")


def xlsx_of(lines: Sequence[CaseLine]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet(_("Saker"))
        bold = book.add_format({"bold": True})
        for column, text in enumerate(head()):
            sheet.write_string(0, column, text, bold)
        for row, line in enumerate(lines, start=1):
            for column, text in enumerate(cells(line)):
                sheet.write_string(row, column, text)
        sheet.set_column(0, len(head()) - 1, 20)
        sheet.freeze_panes(1, 1)
    return out.getvalue()
