"""Deviations as a spreadsheet. Every cell is text, so that nothing is run as a formula."""

from __future__ import annotations

import io
from collections.abc import Sequence

import xlsxwriter
from django.utils.translation import gettext as _

from hjemvei.deviations.queries import DeviationView
from hjemvei.ui import formats


def xlsx_of(rows: Sequence[DeviationView]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet(_("Avvik"))
        bold = book.add_format({"bold": True})
        for column, text in enumerate(_head()):
            sheet.write_string(0, column, text, bold)
        for number, row in enumerate(rows, start=1):
            for column, text in enumerate(_cells(row)):
                sheet.write_string(number, column, text)
        sheet.set_column(0, len(_head()) - 1, 22)
        sheet.freeze_panes(1, 1)
    return out.getvalue()


def _head() -> list[str]:
    return [
        _("Person"),
        _("Hva"),
        _("Når"),
        _("Hvor mange ganger"),
        _("Status"),
        _("Årsak"),
        _("Merknad"),
        _("Tiltak"),
        _("Ansvarlig"),
        _("Frist"),
        _("Virkning"),
        _("Enhet"),
    ]


def _cells(row: DeviationView) -> list[str]:
    why = ", ".join(text for text in (row.cause, row.cause_note) if text)
    return [
        row.name,
        row.kind,
        formats.date(row.happened_on),
        str(row.times),
        row.state_label,
        why,
        row.missed or row.note,
        row.measure,
        row.to_user,
        formats.date(row.due_on) if row.due_on else "",
        row.effect,
        row.to_unit,
    ]
