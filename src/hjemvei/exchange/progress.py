"""Progress of a transaction that nobody can look into: told on a connection of its own, which commits at
once.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connections

from hjemvei.accounts.actor import Actor
from hjemvei.exchange.applying import Progress

EVERY_SECONDS = 1.0
TELL = "UPDATE exchange_rollprogress SET done = least(total, %s) WHERE roll_id = %s"


@contextmanager
def reporting(actor: Actor, *, roll_id: int) -> Iterator[Progress]:
    """Give a function that takes how many more rows are done; it writes at most once a second."""
    wrapper = connections.create_connection("default")
    try:
        with wrapper.cursor() as cursor:
            for name, value in actor.session_values().items():
                cursor.execute("SELECT set_config(%s, %s, false)", [name, value])
            done, told_at = 0, 0.0

            def progress(more: int) -> None:
                nonlocal done, told_at
                done += more
                if time.monotonic() - told_at >= EVERY_SECONDS:
                    told_at = time.monotonic()
                    cursor.execute(TELL, [done, roll_id])

            yield progress
    finally:
        wrapper.close()
