"""Row-level security binds the tables' owner too, except while migrations run.

A foreign key added to a table with data is checked by a query of the owner, which forced policies
would filter or refuse. The application's roles are never owners: nothing changes for them while
migrations run.
"""

from __future__ import annotations

from typing import Any

from django.db import connections

SECURED = """
SELECT c.oid::regclass::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND c.relrowsecurity AND c.relforcerowsecurity <> %s
"""


def force(using: str, *, on: bool) -> list[str]:
    """Set or lift FORCE on every table with row-level security; return the tables that changed."""
    word = "FORCE" if on else "NO FORCE"
    with connections[using].cursor() as cursor:
        cursor.execute(SECURED, [on])
        tables = [row[0] for row in cursor.fetchall()]
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} {word} ROW LEVEL SECURITY")
    return tables


def before_migrations(*, using: str, **_: Any) -> None:
    force(using, on=False)


def after_migrations(*, using: str, **_: Any) -> None:
    force(using, on=True)
