"""Tell `homes` when dwellings are let."""

from __future__ import annotations

from collections.abc import Collection

from django.db import connection

from hjemvei.homes.events import Taken


def let(dwelling_ids: Collection[int]) -> list[Taken]:
    """Leases in the actor's controller's dwellings, also those of cases that the actor does not see."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT dwelling_id, starts_on, ends_before FROM kernel.lease_periods(%s)", [list(dwelling_ids)]
        )
        return [Taken(dwelling_id, "leased", starts, ends) for dwelling_id, starts, ends in cursor.fetchall()]
