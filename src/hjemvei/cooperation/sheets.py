"""Attendance, decisions and measures as a spreadsheet; names are the members', nobody else's."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence

import xlsxwriter
from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor
from hjemvei.cooperation.models import Attendance, Forum, Meeting
from hjemvei.cooperation.queries import decisions_of, improvements_of
from hjemvei.ui import formats

Row = Sequence[str | int]


def xlsx_of(actor: Actor, forum: Forum) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        _sheet(book, _("Møter"), [_("Nr."), _("Dag"), _("Status"), _("Sted")], _meetings(actor, forum))
        head = [_("Møte"), _("Dag"), _("Hvem"), _("Virksomhet"), _("Oppmøte")]
        _sheet(book, _("Oppmøte"), head, _attendance(actor, forum))
        work = [_("Hva"), _("Ansvarlig"), _("Frist"), _("Status"), _("Hva det ble til")]
        decided = (
            [f.text, f.owner, formats.date(f.due_on), f.state_label, f.said]
            for f in decisions_of(actor, forum)
        )
        _sheet(book, _("Vedtak"), work, decided)
        measures = (
            [f.kind, f.text, f.owner, formats.date(f.due_on), f.state_label, f.said]
            for f in improvements_of(actor, forum)
        )
        _sheet(book, _("Tiltak"), [_("Slag"), *work], measures)
    return out.getvalue()


def _sheet(book: xlsxwriter.Workbook, name: str, head: Sequence[str], rows: Iterable[Row]) -> None:
    sheet = book.add_worksheet(name)
    bold = book.add_format({"bold": True})
    for column, text in enumerate(head):
        sheet.write_string(0, column, text, bold)
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            if isinstance(value, int):
                sheet.write_number(number, column, value)
            else:
                sheet.write_string(number, column, value)
    sheet.set_column(0, len(head) - 1, 24)
    sheet.freeze_panes(1, 0)


def _meetings(actor: Actor, forum: Forum) -> Iterable[Row]:
    for row in Meeting.objects.visible_to(actor).filter(forum=forum).order_by("number"):
        yield [
            row.number,
            formats.datetime(row.starts_at),
            str(row.get_state_display()),
            row.place or row.link,
        ]


def _attendance(actor: Actor, forum: Forum) -> Iterable[Row]:
    rows = Attendance.objects.visible_to(actor).filter(forum=forum)
    rows = rows.select_related("meeting", "seat__user", "seat__controller")
    for row in rows.order_by("meeting__number", "seat__controller__name", "pk"):
        day, body = formats.date(row.meeting.starts_at), row.seat.controller.name
        yield [row.meeting.number, day, row.seat.who, body, str(row.get_presence_display())]
