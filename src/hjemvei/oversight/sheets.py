"""The report as a spreadsheet. Every cell is text or a count; names are staff's, nobody else's."""

from __future__ import annotations

import io
from collections.abc import Sequence

import xlsxwriter
from django.utils.translation import gettext as _

from hjemvei.oversight.queries import EmployeeLine, Period
from hjemvei.ui import formats


def xlsx_of(lines: Sequence[EmployeeLine], *, period: Period) -> bytes:
    out = io.BytesIO()
    head = [_("Ansatt"), _("Roller"), _("Oppslag"), _("Personer"), _("Søk uten treff"), _("Åpne funn")]
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet(_("Innsyn"))
        bold = book.add_format({"bold": True})
        sheet.write_string(0, 0, f"{formats.date(period.first)} – {formats.date(period.last)}")
        for column, text in enumerate(head):
            sheet.write_string(1, column, text, bold)
        for row, line in enumerate(lines, start=2):
            sheet.write_string(row, 0, line.name)
            sheet.write_string(row, 1, line.roles)
            for column, count in enumerate((line.looks, line.people, line.empty, line.odd), start=2):
                sheet.write_number(row, column, count)
        sheet.set_column(0, 1, 30)
        sheet.freeze_panes(2, 1)
    return out.getvalue()
