"""Back on the roll before anybody answered why they were gone: the question answers itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from hjemvei.accounts.actor import Actor
from hjemvei.cases import rows
from hjemvei.cases.actions.sync_caseload import sync_caseload
from hjemvei.cases.models import Custody, Event, Task
from hjemvei.persons.keys import expect_cases

BACK = gettext_noop("På fengselets liste igjen")


def mark_back(*, actor: Actor, case_ids: Sequence[int], at: dt.datetime) -> list[int]:
    """The cases that were asked about and no longer are. Raises NotAllowed for people in another's unit."""
    custodies = rows.open_custodies(actor, case_ids)
    asked = {case_id: custody for case_id, custody in custodies.items() if custody.gone_since is not None}
    units = rows.units_of(actor, asked, rows.open_placements(actor, asked))
    lines = []
    for case_id, unit_id in units.items():
        asked[case_id].gone_since = None
        row = rows.row_of(actor, case_id, unit_id=unit_id, at=at)
        lines.append(rows.event_row(row, code="back_on_roll", text=BACK, at=at))
    Custody.objects.bulk_update([asked[case_id] for case_id in units], ["gone_since"], batch_size=rows.BATCH)
    tasks = Task.objects.visible_to(actor).filter(
        case_id__in=units, code="who_left", done_at=None, exempted_at=None, lapsed_at=None
    )
    expect_cases(list(units), actor.controller_id)
    for task in tasks.order_by("id"):
        task.done_at, task.done_by_id = at, actor.user_id
        task.done_note = _("Personen står på listen igjen.")
        task.save(update_fields=["done_at", "done_by", "done_note"])
    Event.objects.bulk_create(lines, batch_size=rows.BATCH)
    sync_caseload(case_ids=list(units))
    return list(units)
