"""Jobs of `cases`: ids in, one action."""

from __future__ import annotations

from procrastinate.contrib.django import app

from hjemvei.accounts.actor import acting_as
from hjemvei.cases.actions.sync_tasks import sync_tasks_now
from hjemvei.cases.system_actor import system_actor
from hjemvei.core import clock


@app.task(name="cases.sync_tasks", queue="cases")
def sync_tasks_job(unit_id: int, case_ids: list[int]) -> None:
    with acting_as(system_actor(unit_id)) as actor:
        sync_tasks_now(actor=actor, case_ids=case_ids, at=clock.now(), today=clock.today())
