"""Jobs of `agreements`: one action each. Times are UTC."""

from __future__ import annotations

from procrastinate.contrib.django import app

from hjemvei.agreements.actions.take_effect import take_effect
from hjemvei.agreements.upkeep import upkeep
from hjemvei.core import clock


@app.periodic(cron="20 0,23 * * *")
@app.task(name="agreements.take_effect", queue="upkeep", queueing_lock="agreements.take_effect")
def begin(timestamp: int) -> None:
    """After midnight in Norway, summer and winter: what was signed is in force on its first day."""
    with upkeep():
        take_effect(today=clock.today())
