"""What row-level security gives somebody who writes SQL by hand as the application's role."""

from __future__ import annotations

from typing import Any

import psycopg
from psycopg import sql

TABLES = """
SELECT table_name FROM information_schema.columns
WHERE table_schema = 'public' AND column_name = 'case_id' ORDER BY table_name
"""


def rows_seen_by(connection: psycopg.Connection[Any], who: dict[str, Any], key: str) -> dict[str, int]:
    """Rows by table, where there are any, of every table that belongs to cases, and of the case itself.

    The session is as wide as that person's can be made by hand: own user, unit and controller, each
    class key of the unit and the highest clearance.
    """
    with connection.transaction(), connection.cursor() as cursor:
        assert cursor.execute("SELECT current_user").fetchone() == ("hjemvei_app",)
        for name, value in _session(who).items():
            cursor.execute("SELECT set_config(%s, %s, true)", [name, value])
        names = [row[0] for row in cursor.execute(TABLES).fetchall()]
        found = {name: _count(cursor, name) for name in [*names, "persons_person"]}
        query = "SELECT count(*) FROM sharing_case WHERE key = %s"
        found["sharing_case"] = (cursor.execute(query, [key]).fetchone() or (0,))[0]
    return {name: count for name, count in found.items() if count}


def _count(cursor: psycopg.Cursor[Any], table: str) -> int:
    query = sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table))
    row = cursor.execute(query).fetchone()
    return int(row[0]) if row else 0


def _session(who: dict[str, Any]) -> dict[str, str]:
    unit = int(who["unit"])
    keys = {f"hjemvei.keys_{number}": f"{{{unit * 16 + number}}}" for number in range(16)}
    return {
        "hjemvei.user": str(who["user"]),
        "hjemvei.unit": str(unit),
        "hjemvei.units": f"{{{unit}}}",
        "hjemvei.controller": str(who["controller"]),
        "hjemvei.purpose": "coordination",
        "hjemvei.clearance": "2",
        **keys,
    }
