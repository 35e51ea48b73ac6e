"""Tasks of many cases: at once for a few, as jobs of a few hundred for a whole roll."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from procrastinate.contrib.django import app

from hjemvei.accounts.actor import Actor
from hjemvei.cases.actions.apply_agreement import apply_agreements
from hjemvei.cases.actions.sync_tasks import sync_tasks_now

INLINE = 200
CHUNK = 500


def sync_tasks_for(
    *, actor: Actor, unit_id: int, case_ids: Sequence[int], at: dt.datetime, today: dt.date
) -> int:
    """Decide which agreement applies, and bring the tasks up to date; the number of jobs that were handed on.

    A job starts when this transaction has ended well, and acts as the system for `unit_id`.
    """
    chunks = [list(case_ids[n : n + CHUNK]) for n in range(0, len(case_ids), CHUNK)]
    for chunk in chunks:
        apply_agreements(actor=actor, case_ids=chunk, at=at, today=today)
    if len(case_ids) <= INLINE:
        sync_tasks_now(actor=actor, case_ids=case_ids, at=at, today=today)
        return 0
    job = app.configure_task("cases.sync_tasks", queue="cases")
    for chunk in chunks:
        job.defer(unit_id=unit_id, case_ids=[*chunk])
    return len(chunks)
