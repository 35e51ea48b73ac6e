"""A raw SELECT on every table with personal data, as the application's role, for each of many organisations:
exactly the rows that its own participations and its role's classes allow. Without a context there are none,
but for agreements that their parties have opened to everybody.

These tests commit, so they run in a copy of the suite's database.
"""

from __future__ import annotations

import datetime as dt
import os
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest
from django.db import connections
from psycopg.rows import dict_row

from hjemvei.core.db import EMPTY
from hjemvei.core.embedded import SUPERUSER, Server
from hjemvei.core.embedded_database import drop_database
from tests.conftest import NAME
from tests.evidence import Measured
from tests.guards.oracle import CHILDREN, REFUSED, RULES, UNSECURED, Eye, Facts
from tests.guards.organisations import Organisation, Seed, secured

OWN = "hjemvei_organisations"
MANY = int(os.environ.get("HJEMVEI_ORGANISATIONS", "400"))
SET_ALL = "SELECT " + ", ".join(f"set_config('{name}', %s, true)" for name in EMPTY)
NOT_READ_WHOLE = {"portal_pin": "key"}
"""Tables of which the application is granted single columns."""


@contextmanager
def seeded(server: Server, count: int) -> Iterator[tuple[list[Organisation], Facts]]:
    """A copy of the world with so many organisations, and everything that a superuser sees in it."""
    for alias in ("default", "owner", "worker"):
        connections[alias].close()
    with psycopg.connect(server.url(SUPERUSER, "postgres"), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {OWN} TEMPLATE {NAME}")  # type: ignore[arg-type]
    try:
        with psycopg.connect(server.url(SUPERUSER, OWN), autocommit=True) as connection:
            seed = Seed(connection, count)
            seed.fill()
            cursor = connection.cursor(row_factory=dict_row)
            tables = list(secured(connection))
            rows = {
                name: cursor.execute(f"SELECT * FROM {name}").fetchall()  # type: ignore[arg-type]
                for name in (*tables, *UNSECURED)
            }
        unsecured = {name: rows.pop(name) for name in UNSECURED}
        yield seed.organisations, Facts(rows, unsecured, dt.datetime.now(dt.UTC))
    finally:
        drop_database(server, OWN)


def identity(table: str) -> str:
    return "roll_id" if table in {"exchange_rollfile", "exchange_rollprogress"} else "id"


def raw(connection: psycopg.Connection[Any], table: str, values: dict[str, str] | None) -> list[int]:
    """The numbers of the rows that the bare table gives."""
    column = NOT_READ_WHOLE.get(table) or identity(table)
    with connection.transaction():
        if values is not None:
            connection.execute(SET_ALL, [values[name] for name in EMPTY])  # type: ignore[arg-type]
        return [number for (number,) in connection.execute(f"SELECT {column} FROM {table}")]  # type: ignore[arg-type]


def allowed(eye: Eye, table: str) -> list[int]:
    column = NOT_READ_WHOLE.get(table) or identity(table)
    return [row[column] for row in eye.facts.rows[table] if eye.sees(table, row)]


@pytest.mark.parametrize("count", [20, pytest.param(MANY, marks=pytest.mark.evidence)])
def test_a_raw_select_gives_each_organisation_exactly_its_own_rows(
    database_server: Server, django_db_setup: None, django_db_blocker: Any, measured: Measured, count: int
) -> None:
    selects, seen = 0, Counter[str]()
    with django_db_blocker.unblock(), seeded(database_server, count) as (organisations, facts):
        tables = sorted(set(facts.rows) - REFUSED)
        assert set(tables) <= set(CHILDREN) | set(RULES), (
            "say in tests/guards/oracle.py who sees the new table"
        )
        assert [name for name in tables if len(facts.rows[name]) < count] == [], "fill it in organisations.py"
        with psycopg.connect(database_server.url("hjemvei_app", OWN)) as connection:
            nobody_sees_but_the_public(connection, facts, tables)
            for organisation in organisations:
                eye = Eye(organisation, facts)
                values = {**EMPTY, **organisation.actor().session_values()}
                for table in tables:
                    found, expected = raw(connection, table, values), allowed(eye, table)
                    told = f"{table} for {organisation}: {set(found) ^ set(expected)}, {len(found)} rows seen"
                    assert sorted(found) == sorted(expected), told
                    selects, seen[table] = selects + 1, seen[table] + len(found)
    measured(
        organisations=count, selects=selects, rows_seen=seen.total(), rows=sum(map(len, facts.rows.values()))
    )
    unseen = [table for table in tables if not seen[table]]
    assert unseen == [], f"what nobody sees proves nothing: {unseen}"


def nobody_sees_but_the_public(connection: psycopg.Connection[Any], facts: Facts, tables: list[str]) -> None:
    (name, is_super, passes) = connection.execute(
        "SELECT rolname, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user"
    ).fetchone() or ("", True, True)
    assert (name, is_super, passes) == ("hjemvei_app", False, False)
    connection.rollback()
    for values in (None, dict(EMPTY)):
        for table in tables:
            column = NOT_READ_WHOLE.get(table) or identity(table)
            public = [row[column] for row in facts.rows[table] if facts.is_public(table, row)]
            assert sorted(raw(connection, table, values)) == sorted(public), f"{table} without a context"
    for table in REFUSED:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            raw(connection, table, None)
