"""Somebody decides whom a doubtful row is about; the row then goes the way of the others."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor
from hjemvei.core.errors import RuleBroken
from hjemvei.exchange.actions.apply_roll import apply_lines
from hjemvei.exchange.choices import RollState, RowFate
from hjemvei.exchange.models import RollFile, RollImport, RollRow
from hjemvei.exchange.policy import can_handle_roll


class Verdict(StrEnum):
    SAME = "same"
    OTHER = "other"


def decide_row(*, actor: Actor, roll: RollImport, line: int, verdict: Verdict, at: dt.datetime) -> RollRow:
    """The decided row; on a roll in use it is applied at once. Deciding again the same way changes nothing.

    Raises RuleBroken when the row is decided the other way, or when the file is no longer kept.
    """
    held = RollImport.objects.visible_to(actor).select_for_update(no_key=True).get(pk=roll.pk)
    can_handle_roll(actor, held).require()
    row = RollRow.objects.visible_to(actor).select_for_update().filter(roll=held, line=line).first()
    if row is None:
        raise RuleBroken(_("Raden finnes ikke lenger. Les inn listen på nytt."), code="row_gone")
    if row.fate != RowFate.UNDECIDED:
        if row.decided_by_id and row.changes.get("verdict") == verdict:
            return row
        raise RuleBroken(_("Raden er allerede avklart."), code="decided")
    if held.state not in (RollState.STAGED, RollState.APPLIED):
        raise RuleBroken(_("Listen er ikke klar for avklaringer nå."), code="wrong_state")
    _settle(row, verdict)
    row.decided_by_id = actor.user_id
    row.save(update_fields=["fate", "changes", "case_id", "decided_by"])
    _count(held, row)
    if held.state == RollState.APPLIED:
        apply_lines(actor=actor, roll=held, at=at, lines=[line])
        if not (held.undecided_count or held.faulty_count):
            RollFile.objects.filter(roll=held).delete()
    return row


def _settle(row: RollRow, verdict: Verdict) -> None:
    code = row.problems[0]["code"]
    said = {"verdict": verdict.value}
    if verdict == Verdict.OTHER:
        row.fate, row.case_id = RowFate.NEW, None
        row.changes = said | ({"without_number": True} if code == "two_rows" else {})
    elif code == "two_rows":
        row.fate, row.changes = RowFate.SAME, said
    elif row.case_id is None:
        row.fate, row.changes = RowFate.NEW, said | {"link_to": row.person_id}
    else:
        row.fate = RowFate.CHANGED if row.changes else RowFate.SAME
        row.changes = row.changes | said


def _count(roll: RollImport, row: RollRow) -> None:
    field = {RowFate.NEW: "new_count", RowFate.CHANGED: "changed_count"}.get(RowFate(row.fate), "same_count")
    roll.undecided_count -= 1
    setattr(roll, field, getattr(roll, field) + 1)
    roll.save(update_fields=["undecided_count", field])
