"""The register of routines as a spreadsheet. Every cell is text or a number; no person stands in it."""

from __future__ import annotations

import io
from collections.abc import Sequence

import xlsxwriter
from django.utils.translation import gettext as _

from hjemvei.routines.queries import RoutineLine
from hjemvei.routines.states import VersionState
from hjemvei.ui import formats


def xlsx_of(lines: Sequence[RoutineLine]) -> bytes:
    out = io.BytesIO()
    head = [
        _("Rutine"),
        _("Eier"),
        _("Gjelder"),
        _("Versjon"),
        _("Gjelder fra"),
        _("Status"),
        _("Gjennomgang"),
    ]
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet(_("Rutiner"))
        bold = book.add_format({"bold": True})
        for column, text in enumerate(head):
            sheet.write_string(0, column, text, bold)
        for row, line in enumerate(lines, start=1):
            for column, text in enumerate(_cells(line)):
                sheet.write_string(row, column, text)
        sheet.set_column(0, 1, 34)
        sheet.freeze_panes(1, 1)
    return out.getvalue()


def _cells(line: RoutineLine) -> list[str]:
    return [
        line.title,
        line.owner,
        line.covers,
        str(line.number or ""),
        formats.date(line.valid_from) if line.valid_from else "",
        str(VersionState(line.state).label),
        formats.date(line.review_on) if line.review_on else "",
    ]
