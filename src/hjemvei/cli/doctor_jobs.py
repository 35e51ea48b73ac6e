"""Have the scheduled jobs run when they should? Read from the job queue's own log."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib import import_module

from django.db import connections
from procrastinate.contrib.django import app

GRACE = timedelta(minutes=30)
"""How late a job may be: the worker may be busy with a roll."""

LAST = """
SELECT j.task_name, max(e.at) FROM procrastinate_jobs j JOIN procrastinate_events e ON e.job_id = j.id
WHERE e.type = 'succeeded' GROUP BY j.task_name
"""
FIRST = "SELECT min(at) FROM procrastinate_events"


@dataclass(frozen=True)
class Lateness:
    """A job that should have succeeded since `due_at`. `ran_at` None: never, as far as the log goes back."""

    name: str
    due_at: datetime
    ran_at: datetime | None


def late_jobs(*, now: datetime) -> Iterator[Lateness]:
    """Scheduled jobs without a success since they were last due; those not due since the first start are new.

    The log is kept for a month (`web.forget_jobs`).
    """
    with connections["owner"].cursor() as cursor:
        cursor.execute(LAST)
        ran = dict(cursor.fetchall())
        cursor.execute(FIRST)
        started: datetime | None = cursor.fetchone()[0]
    for name, due_at in last_due(now - GRACE):
        last = ran.get(name)
        if started is not None and started <= due_at and (last is None or last < due_at):
            yield Lateness(name, due_at, last)


def last_due(before: datetime) -> list[tuple[str, datetime]]:
    """Every scheduled job and when it was due last, by its cron line, which is in UTC."""
    import_module("hjemvei.web.jobs")
    found = app.periodic_registry.periodic_tasks.values()
    moments = [
        (periodic.task.name, periodic.croniter.get_prev(float, before.timestamp())) for periodic in found
    ]
    return sorted((name, datetime.fromtimestamp(moment, UTC)) for name, moment in moments)
