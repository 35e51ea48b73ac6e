"""The register of agreements as a spreadsheet. Every cell is text; no person stands in it."""

from __future__ import annotations

import io
from collections.abc import Sequence

import xlsxwriter
from django.utils.translation import gettext as _

from hjemvei.agreements.register import AgreementLine


def xlsx_of(lines: Sequence[AgreementLine]) -> bytes:
    out = io.BytesIO()
    head = [_("Avtale"), _("Under"), _("Slag"), _("Nivå"), _("Parter"), _("Gjelder nå"), _("Status")]
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet(_("Avtaler"))
        bold = book.add_format({"bold": True})
        for column, text in enumerate(head):
            sheet.write_string(0, column, text, bold)
        for number, line in enumerate(lines, start=1):
            for column, text in enumerate(_cells(line)):
                sheet.write_string(number, column, text)
        sheet.set_column(0, 1, 34)
        sheet.set_column(4, 4, 40)
        sheet.freeze_panes(1, 1)
    return out.getvalue()


def _cells(line: AgreementLine) -> Sequence[str]:
    parties = ", ".join(line.parties)
    return (line.name, line.parent, line.kind, line.level, parties, line.in_force, line.state)
