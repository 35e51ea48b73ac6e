"""Roles, database, extensions and session defaults, as statements that may be run again and again.

The embedded server runs them at every start; `hjemvei doctor --sql` prints them for a PostgreSQL 15-18 of
one's own. They need a superuser: extensions, `BYPASSRLS` and own settings can be given by nobody else.
"""

from __future__ import annotations

import re

ROLES = {
    "hjemvei_owner": "LOGIN NOINHERIT",
    "hjemvei_kernel": "NOLOGIN",
    "hjemvei_app": "LOGIN NOINHERIT",
    "hjemvei_worker": "LOGIN",
    "hjemvei_report": "LOGIN",
    "hjemvei_backup": "LOGIN BYPASSRLS",
    "hjemvei_portal": "NOLOGIN NOINHERIT",
    "hjemvei_deed": "NOLOGIN NOINHERIT",
}
"""`hjemvei_backup` reads every row: a dump under row-level security leaves rows out. Its password apart.

The person reads as `hjemvei_portal` and acts as `hjemvei_deed` (ADR-0019): never signed in to, but taken on for a
transaction by `hjemvei_app`, which inherits nothing, so that their policies never count for staff.
"""

PERSON_ROLES = ("hjemvei_portal", "hjemvei_deed")

LOGIN_ROLES = tuple(role for role, options in ROLES.items() if "NOLOGIN" not in options)
READS_POLICIES = ("hjemvei_app", "hjemvei_worker", "hjemvei_report", "hjemvei_owner")
EXTENSIONS = ("btree_gist", "pg_trgm", "unaccent")
SESSION_DEFAULTS = {
    "user": "0",
    "unit": "0",
    "units": "{}",
    "controller": "0",
    "clearance": "-1",
    "purpose": "",
    "cases": "{}",
    "own_classes": "{}",
    **{f"keys_{number}": "{}" for number in range(16)},
}
"""What a policy reads before anybody is set: a setting that was never given would raise, not give 0 rows."""


def cluster_sql() -> list[str]:
    """Statements for the whole server, run in any database."""
    statements = [_create_role(role, options) for role, options in ROLES.items()]
    statements += ["GRANT hjemvei_kernel TO hjemvei_owner", "GRANT pg_read_all_data TO hjemvei_backup"]
    # First without inheritance: from PostgreSQL 16 on, the grant itself keeps what stood when it was given.
    statements += ["ALTER ROLE hjemvei_app NOINHERIT", f"GRANT {', '.join(PERSON_ROLES)} TO hjemvei_app"]
    statements += [
        f"ALTER ROLE {role} SET hjemvei.\"{name}\" = '{value}'"
        for role in READS_POLICIES
        for name, value in SESSION_DEFAULTS.items()
    ]
    return [*statements, "ALTER ROLE hjemvei_owner SET row_security = off"]


def create_database_sql(database: str) -> str:
    """The one statement that can't be repeated; run it only where the database is missing."""
    return f"CREATE DATABASE {_name(database)} OWNER hjemvei_owner TEMPLATE template0 ENCODING 'UTF8'"


def database_sql(database: str) -> list[str]:
    """Statements to be run inside the database."""
    name = _name(database)
    logins = ", ".join(LOGIN_ROLES)
    return [
        f"ALTER DATABASE {name} OWNER TO hjemvei_owner",
        f"ALTER DATABASE {name} SET jit = off",
        *(
            f"ALTER DATABASE {name} SET hjemvei.\"{key}\" = '{value}'"
            for key, value in SESSION_DEFAULTS.items()
        ),
        f"REVOKE ALL ON DATABASE {name} FROM PUBLIC",
        f"GRANT CONNECT ON DATABASE {name} TO {logins}",
        f"GRANT TEMPORARY ON DATABASE {name} TO hjemvei_owner, hjemvei_kernel, hjemvei_app, hjemvei_worker",
        *(f"CREATE EXTENSION IF NOT EXISTS {extension} WITH SCHEMA public" for extension in EXTENSIONS),
        _statement_statistics(),
        "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
        f"GRANT USAGE ON SCHEMA public TO {logins}",
        "GRANT CREATE, USAGE ON SCHEMA public TO hjemvei_owner, hjemvei_kernel",
        "CREATE SCHEMA IF NOT EXISTS kernel AUTHORIZATION hjemvei_owner",
        "GRANT USAGE, CREATE ON SCHEMA kernel TO hjemvei_kernel",
        "GRANT USAGE ON SCHEMA kernel TO hjemvei_app, hjemvei_worker",
        f"GRANT USAGE ON SCHEMA public, kernel TO {', '.join(PERSON_ROLES)}",
        _default("SELECT, INSERT, UPDATE ON TABLES TO hjemvei_app"),
        _default("ALL ON TABLES TO hjemvei_kernel"),
        _default("SELECT ON TABLES TO hjemvei_backup"),
        _default("USAGE, SELECT ON SEQUENCES TO hjemvei_app, hjemvei_kernel, hjemvei_worker"),
    ]


def bootstrap_sql(database: str) -> list[str]:
    """Every statement in order: the server's, the one that creates the database, the database's own."""
    return [*cluster_sql(), create_database_sql(database), *database_sql(database)]


def psql_script(database: str) -> str:
    """The same as a script for psql, which may be run again."""
    name = _name(database)
    exists = f"WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = '{name}')"
    create = create_database_sql(database).replace("'", "''")
    lines = [
        "-- Hjemvei: roles, database and extensions for PostgreSQL 15-18.",
        "-- Run as a superuser: psql -d postgres -v ON_ERROR_STOP=1 -f this-file. It may be run again.",
        "-- The roles get no password here; give each one that signs in its own: \\password hjemvei_app",
        "-- hjemvei_backup reads every row (BYPASSRLS, pg_read_all_data): for dumps only.",
        *(f"{statement};" for statement in cluster_sql()),
        f"SELECT '{create}' {exists} \\gexec",
        f"\\connect {name}",
        *(f"{statement};" for statement in database_sql(database)),
    ]
    return "\n".join(lines) + "\n"


def _create_role(role: str, options: str) -> str:
    bypass = "" if "BYPASSRLS" in options else " NOBYPASSRLS"
    create = f"CREATE ROLE {role} {options} NOSUPERUSER NOCREATEDB NOCREATEROLE{bypass}"
    return f"DO $$ BEGIN IF to_regrole('{role}') IS NULL THEN {create}; END IF; END $$"


def _statement_statistics() -> str:
    """Statement statistics are welcome where the server has them, and no reason to fail where it has not."""
    create = "CREATE EXTENSION IF NOT EXISTS pg_stat_statements WITH SCHEMA public"
    exists = "EXISTS (SELECT FROM pg_available_extensions WHERE name = 'pg_stat_statements')"
    return f"DO $$ BEGIN IF {exists} THEN {create}; END IF; END $$"


def _default(grant: str) -> str:
    return f"ALTER DEFAULT PRIVILEGES FOR ROLE hjemvei_owner IN SCHEMA public GRANT {grant}"


def _name(database: str) -> str:
    """Return the name if it needs no quoting, else ValueError: it is put into statements as it stands."""
    if not re.fullmatch(r"[a-z_][a-z0-9_]{0,62}", database):
        raise ValueError(f"database name {database!r}: use a-z, 0-9 and _, at most 63 characters")
    return database
