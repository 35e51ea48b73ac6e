"""Gone from the roll: a question that somebody answers, never a silent release."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.utils.translation import gettext_noop

from hjemvei.accounts.actor import Actor
from hjemvei.agreements.calendar import NORWAY
from hjemvei.cases import rows
from hjemvei.cases.actions.sync_caseload import sync_caseload
from hjemvei.cases.models import Absence, Custody, Event, Task

GONE = gettext_noop("Ikke lenger på fengselets liste")
WHO_LEFT = gettext_noop("Svar på hvorfor personen ikke er på listen")


def mark_gone(*, actor: Actor, case_ids: Sequence[int], on: dt.date, at: dt.datetime) -> list[int]:
    """The cases newly asked about. Due the next working day; nothing else in the case moves.

    Who is known to be away (escaped, interrupted, in an institution) is not asked about again.
    Raises NotAllowed for people in another's unit.
    """
    custodies = rows.open_custodies(actor, case_ids)
    away = set(
        Absence.objects.visible_to(actor)
        .filter(case_id__in=custodies, ends_before=None)
        .values_list("case_id", flat=True)
    )
    asking = {i: custody for i, custody in custodies.items() if custody.gone_since is None and i not in away}
    units = rows.units_of(actor, asking, rows.open_placements(actor, asking))
    due_on = NORWAY.add_working_days(day=on, count=1)
    tasks, lines = [], []
    for case_id, unit_id in units.items():
        asking[case_id].gone_since = on
        row = rows.row_of(actor, case_id, unit_id=unit_id, at=at)
        tasks.append(rows.prison_task(row, code="who_left", title=WHO_LEFT, opens_on=on, due_on=due_on))
        lines.append(rows.event_row(row, code="gone", text=GONE, at=at))
    Custody.objects.bulk_update([asking[case_id] for case_id in units], ["gone_since"], batch_size=rows.BATCH)
    Task.objects.bulk_create(tasks, batch_size=rows.BATCH, ignore_conflicts=True)
    Event.objects.bulk_create(lines, batch_size=rows.BATCH)
    sync_caseload(case_ids=list(units))
    return list(units)
