"""Staged rows and files live a day: what is older goes, whoever's it is, without being read."""

from __future__ import annotations

import datetime as dt

from django.db import connections, transaction

from hjemvei.exchange.choices import RollState

KEPT_HOURS = 24
OLD = f"""
SELECT id FROM exchange_rollimport
WHERE coalesce(applied_at, loaded_at) < %s AND state <> '{RollState.APPLYING.value}'
"""
TABLES = ("exchange_rollrow", "exchange_rollfile", "exchange_rollprogress")


def purge_staging(*, at: dt.datetime, using: str = "worker") -> int:
    """How many rolls were old enough. Runs as the worker's role, which may read ids, times and states
    alone.
    """
    before = at - dt.timedelta(hours=KEPT_HOURS)
    with transaction.atomic(using=using), connections[using].cursor() as cursor:
        cursor.execute(OLD, [before])
        rolls = [row[0] for row in cursor.fetchall()]
        for table in TABLES:
            cursor.execute(f"DELETE FROM {table} WHERE roll_id = ANY (%s)", [rolls])
    return len(rolls)
