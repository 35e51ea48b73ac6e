"""Jobs of accounts."""

from __future__ import annotations

from django.db import connections
from procrastinate.contrib.django import app


@app.periodic(cron="20 3 * * *")
@app.task(queueing_lock="purge_drafts")
def purge_drafts(timestamp: int) -> None:
    """Drafts live for seven days."""
    with connections["worker"].cursor() as cursor:
        cursor.execute("SELECT kernel.purge_drafts()")
