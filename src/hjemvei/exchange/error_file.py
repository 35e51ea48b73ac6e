"""The faulty rows of a roll handed back: as they stood, with line and reasons. Personal data, so it is
logged.
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor
from hjemvei.core.errors import RuleBroken
from hjemvei.exchange.choices import RowFate
from hjemvei.exchange.kept_file import kept_file
from hjemvei.exchange.models import RollImport, RollRow
from hjemvei.exchange.queries import note_rows
from hjemvei.exchange.roll_file import FileRefusal
from hjemvei.exchange.roll_format import error_csv
from hjemvei.exchange.roll_scope import read_roll, scope_of


def error_file(actor: Actor, roll: RollImport) -> bytes:
    """Semicolons, UTF-8 with a mark, cells that no spreadsheet takes for formulas. Rows of people
    above the actor's clearance are left out. Raises RuleBroken when the file is no longer kept.
    """
    data = kept_file(roll)
    scope = scope_of(actor, roll.owner_unit, today=roll.roll_date)
    answer = read_roll(data, scope=scope, roll_date=roll.roll_date)
    if isinstance(answer, FileRefusal):
        raise RuleBroken(answer.told(_), code="file_refused")
    rows = RollRow.objects.visible_to(actor).filter(roll=roll, fate=RowFate.FAULTY).order_by("line")
    shown = list(rows.values("line", "reference", "case_id", "person_id"))
    note_rows(actor, shown)
    lines = {row["line"] for row in shown}
    return error_csv([row for row in answer.faulty if row.line in lines], columns=answer.columns, translate=_)
