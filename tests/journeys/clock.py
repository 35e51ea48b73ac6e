"""The site's application with a clock that a journey sets back, so that days can really pass in it.

`Site.set_back` says how far, and the next request follows; the database's own clock goes on as it is.
"""

from __future__ import annotations

import datetime as dt
import os
import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import time_machine

from hjemvei.config.wsgi import application as site
from tests.journeys.site import DAYS_BACK


class Clock:
    """The whole process travels: every thread reads the same day."""

    def __init__(self, file: Path) -> None:
        self.file, self.lock = file, threading.Lock()
        self.days = 0
        self.journey: time_machine.travel | None = None

    def follow(self) -> None:
        days = int(self.file.read_text(encoding="utf-8")) if self.file.exists() else 0
        with self.lock:
            if days == self.days:
                return
            if self.journey is not None:
                self.journey.stop()
            self.days, self.journey = days, None
            if days:
                self.journey = time_machine.travel(dt.datetime.now(dt.UTC) - dt.timedelta(days=days))
                self.journey.start()


clock = Clock(Path(os.environ["HJEMVEI_VAR"]) / DAYS_BACK)


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    clock.follow()
    return site(environ, start_response)
