"""Make and drop databases on the embedded server, as its superuser."""

from __future__ import annotations

import psycopg
from psycopg import sql

from hjemvei.core.bootstrap_sql import cluster_sql, create_database_sql, database_sql
from hjemvei.core.embedded import SUPERUSER, Server


def ensure_roles_and_database(server: Server, name: str) -> None:
    """Make the roles, the database and what stands in it, where missing. Two callers wait for each other."""
    with psycopg.connect(server.url(SUPERUSER, "postgres"), autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(20260101)")
        connection.execute(";\n".join(cluster_sql()).encode())
        if not connection.execute("SELECT FROM pg_database WHERE datname = %s", [name]).fetchall():
            connection.execute(create_database_sql(name).encode())
        with psycopg.connect(server.url(SUPERUSER, name), autocommit=True) as inside:
            inside.execute(";\n".join(database_sql(name)).encode())


def drop_database(server: Server, name: str) -> None:
    """Drop the database with everything in it, and end its connections."""
    with psycopg.connect(server.url(SUPERUSER, "postgres"), autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
