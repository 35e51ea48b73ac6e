"""Whether this process can answer: for the machine that watches it. No personal data, no version."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import DatabaseError, connections
from django.db.migrations.executor import MigrationExecutor

QUIET_SECONDS = 120
FAILED = """
SELECT count(*) FROM procrastinate_jobs j WHERE j.status = 'failed' AND EXISTS (
  SELECT 1 FROM procrastinate_events e
  WHERE e.job_id = j.id AND e.type = 'failed' AND e.at > now() - interval '7 days')
"""


@dataclass(frozen=True, slots=True)
class State:
    """One thing looked at, by the name an operator knows it by."""

    what: str
    is_well: bool
    seen: str


def states() -> list[State]:
    """The database first; without it nothing else is asked."""
    try:
        with connections["default"].cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as error:
        return [State("database", False, type(error).__name__)]
    return [State("database", True, "answers"), _migrations(), worker()]


def _migrations() -> State:
    executor = MigrationExecutor(connections["default"])
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return State("migrations", not waiting, f"{len(waiting)} waiting")


def worker() -> State:
    """Pages work without the worker, but mails, seals and imports stand still."""
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT extract(epoch FROM now() - max(last_heartbeat)) FROM procrastinate_workers")
        row = cursor.fetchone()
    age = None if row is None or row[0] is None else float(row[0])
    seen = "has never reported" if age is None else f"reported {age:.0f} s ago"
    return State("worker", age is not None and age < QUIET_SECONDS, seen)


def failed_jobs() -> int:
    """Background jobs given up in the last week; the log of the queue says why."""
    with connections["default"].cursor() as cursor:
        cursor.execute(FAILED)
        row = cursor.fetchone()
    return int(row[0]) if row else 0
