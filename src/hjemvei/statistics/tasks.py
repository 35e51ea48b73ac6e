"""Jobs of `statistics`: ids in, one action."""

from __future__ import annotations

from procrastinate.contrib.django import app

from hjemvei.core import clock
from hjemvei.statistics import upkeep


@app.periodic(cron="15 1 * * *")
@app.task(name="statistics.count", queue="upkeep", queueing_lock="statistics.count")
def count(timestamp: int) -> None:
    """This year's figures, and last year's until it is frozen."""
    upkeep.count_all(today=clock.today(), at=clock.now())


@app.periodic(cron="45 1 * * *")
@app.task(name="statistics.gather_steps", queue="upkeep", queueing_lock="statistics.gather_steps")
def gather_steps(timestamp: int) -> None:
    upkeep.gather_steps(today=clock.today())


@app.periodic(cron="0 2 * * 0")
@app.task(name="statistics.count_fields", queue="upkeep", queueing_lock="statistics.count_fields")
def count_fields(timestamp: int) -> None:
    upkeep.count_fields(today=clock.today())
