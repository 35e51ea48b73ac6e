"""A leader sees who has read what among those who work in the unit today, not those who did or shall; what is
approved is open to whoever is signed in, and not to a session of nobody.
"""

from __future__ import annotations

import re
from importlib import import_module

from django.db import migrations

from hjemvei.core import rls

locks = import_module("hjemvei.routines.migrations.0002_locks")
TODAY = "(now() AT TIME ZONE 'Europe/Oslo')::date"
NOW = f"m.starts_on <= {TODAY} AND (m.ends_before IS NULL OR m.ends_before > {TODAY})"
COLLEAGUE = (
    f"{locks.OWN} AND EXISTS (SELECT 1 FROM accounts_membership m WHERE m.user_id = t.user_id"
    f" AND m.unit_id = {locks.LEADS} AND {NOW})"
)


SIGNED_IN = f"{rls.USER} > 0"
SELECTS = {
    "routines_routinereading": (
        f"{locks.MINE} OR ({locks.COLLEAGUE})",
        f"{locks.MINE} OR ({COLLEAGUE})",
    ),
    "routines_routine": (
        f"{locks.OWN} OR {locks.APPROVED}",
        f"{locks.OWN} OR ({locks.APPROVED} AND {SIGNED_IN})",
    ),
    "routines_routineversion": (
        f"{locks.OWN} OR {locks.OPEN}",
        f"{locks.OWN} OR ({locks.OPEN} AND {SIGNED_IN})",
    ),
}


def seen(table: str, expression: str) -> str:
    named = re.sub(r"\bt[.]", f"{table}.", expression)
    return f"ALTER POLICY {table}_select ON {table} USING ({named})"


class Migration(migrations.Migration):
    dependencies = [("routines", "0002_locks")]
    operations = [
        rls.run(
            [seen(table, after) for table, (_before, after) in SELECTS.items()],
            [seen(table, before) for table, (before, _after) in SELECTS.items()],
        )
    ]
