"""Tell `homes` which dwellings are offered."""

from __future__ import annotations

from collections.abc import Collection

from django.db import connection

from hjemvei.homes.events import Taken


def offered(dwelling_ids: Collection[int]) -> list[Taken]:
    """Open offers of the actor's controller, also those of cases that the actor does not see."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT dwelling_id, available_from FROM kernel.offered_dwellings(%s)", [list(dwelling_ids)]
        )
        return [Taken(dwelling_id, "offered", day, None) for dwelling_id, day in cursor.fetchall()]
