"""Jobs of `routines`."""

from __future__ import annotations

from procrastinate.contrib.django import app

from hjemvei.core.db import call, session


@app.periodic(cron="35 3 * * *")
@app.task(name="routines.forget_readings", queue="upkeep", queueing_lock="routines.forget_readings")
def forget_readings(timestamp: int) -> None:
    """Who read what is told for three years (`audit.retention`)."""
    with session({}, using="worker"):
        call("forget_readings", using="worker")
