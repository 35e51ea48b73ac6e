"""One task, chosen on a list, is done."""

from __future__ import annotations

import datetime as dt

from hjemvei.accounts.actor import Actor
from hjemvei.cases.actions.finish_task import close_as_done
from hjemvei.cases.models import Task
from hjemvei.cases.policy.inside import can_finish_task
from hjemvei.cases.queries.tasks import lock_task


def complete_task(*, actor: Actor, task: Task, note: str = "", at: dt.datetime) -> Task:
    """Raises NotAllowed for another unit's task, RuleBroken when somebody closed it first."""
    task = lock_task(actor, task)
    can_finish_task(actor, task).require()
    close_as_done(actor, task, note=note, at=at)
    return task
