"""Take a staged roll into use: one transaction for all its good rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor, acting_as
from hjemvei.core.errors import RuleBroken
from hjemvei.core.states import move
from hjemvei.exchange.applying import (
    Progress,
    Work,
    apply_changes,
    ask_who_left,
    bring_tasks_up_to_date,
    take_in_new,
)
from hjemvei.exchange.choices import RollState, RowFate
from hjemvei.exchange.kept_file import kept_file
from hjemvei.exchange.models import RollFile, RollImport
from hjemvei.exchange.policy import can_handle_roll
from hjemvei.exchange.roll_format import LINE, Roll
from hjemvei.exchange.roll_scope import importing, read_roll, scope_of
from hjemvei.exchange.staged import StagedRow, staged_rows
from hjemvei.exchange.states import ROLL

GOOD = (RowFate.NEW, RowFate.CHANGED, RowFate.GONE)


def no_progress(done: int) -> None:
    """For rolls that are applied while the reader waits."""


def apply_roll(
    *, actor: Actor, roll: RollImport, at: dt.datetime, progress: Progress = no_progress
) -> RollImport:
    """The applied roll; applying twice changes nothing. Undecided rows wait, faulty rows are left out.

    Raises NotAllowed, or RuleBroken when another roll was applied since this one was compared.
    """
    held = RollImport.objects.visible_to(actor).select_for_update(no_key=True).get(pk=roll.pk)
    can_handle_roll(actor, held).require()
    if held.state == RollState.APPLIED:
        return held
    _refuse_stale(held)
    move(held, "apply", by=ROLL)
    apply_lines(actor=actor, roll=held, at=at, progress=progress)
    held.applied_at = at
    held.done_count = held.new_count + held.changed_count + held.gone_count
    held.save(update_fields=["state", "applied_at", "done_count"])
    if not (held.undecided_count or held.faulty_count):
        RollFile.objects.filter(roll=held).delete()
    return held


def apply_lines(
    *,
    actor: Actor,
    roll: RollImport,
    at: dt.datetime,
    lines: Iterable[int] | None = None,
    progress: Progress = no_progress,
) -> list[int]:
    """Apply the staged rows (or these lines of them); return the cases touched. The caller holds the roll."""
    with acting_as(importing(actor)) as importer:
        by_fate: dict[str, list[StagedRow]] = {fate: [] for fate in GOOD}
        for row in staged_rows(importer, roll, fates=GOOD, lines=lines):
            by_fate[row.fate].append(row)
        work = _work(importer, roll, at=at, progress=progress)
        apply_changes(work, by_fate[RowFate.CHANGED])
        take_in_new(work, by_fate[RowFate.NEW])
        ask_who_left(work, by_fate[RowFate.GONE])
        bring_tasks_up_to_date(work)
    return sorted(work.touched)


def _work(actor: Actor, roll: RollImport, *, at: dt.datetime, progress: Progress) -> Work:
    """The file is read again for what is not staged: identity numbers and the columns nobody previews."""
    scope = scope_of(actor, roll.owner_unit, today=roll.roll_date)
    data = kept_file(roll)
    answer = read_roll(data, scope=scope, roll_date=roll.roll_date)
    if not isinstance(answer, Roll):
        raise RuleBroken(answer.told(_), code="file_refused")
    values = {row[LINE]: row for row in answer.rows}
    return Work(actor, roll, scope.units, values, at, progress)


def _refuse_stale(roll: RollImport) -> None:
    """What was compared is no longer what stands here when another roll of these units came in between."""
    newer = RollImport.objects.filter(
        state=RollState.APPLIED, units__overlap=roll.units, applied_at__gt=roll.loaded_at
    )
    if newer.exclude(pk=roll.pk).exists():
        raise RuleBroken(
            _("En annen liste er tatt i bruk siden denne ble lest. Forkast denne og les den inn på nytt."),
            code="stale",
        )
