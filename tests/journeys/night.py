"""One night's jobs, by the worker itself, as they stand in the queue between midnight and morning.

Run as `python -m tests.journeys.night` with the site's environment.
"""

from __future__ import annotations

import contextlib
import time

import django
from django.core.management import call_command

NIGHT = (("agreements.take_effect", "cases.nightly"), ("web.find_deviations", "statistics.count"))


def main() -> None:
    django.setup()
    from procrastinate.contrib.django import app  # noqa: PLC0415  apps must be ready
    from procrastinate.exceptions import AlreadyEnqueued  # noqa: PLC0415

    for names in NIGHT:
        for name in names:
            with contextlib.suppress(AlreadyEnqueued):
                app.configure_task(name).defer(timestamp=int(time.time()))
        call_command("procrastinate", "worker", "--one-shot", "--queues", "cases,upkeep")


if __name__ == "__main__":
    main()
