"""Put a backup into an empty, migrated database as its owner; then erase again whom the ledger names."""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from django.db.migrations.loader import MigrationLoader
from psycopg import sql

from hjemvei.rights import ledger
from hjemvei.rights.backup import MIGRATIONS, BackupRefused, read_manifest

BLOCK = 1 << 20
SECURED = """
SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
AND c.relforcerowsecurity
"""
# A reference that is checked at once wants its other end first; the others are checked at the end.
AT_ONCE = """
SELECT c.conrelid::regclass::text, c.confrelid::regclass::text FROM pg_constraint c
WHERE c.contype = 'f' AND NOT c.condeferrable AND c.conrelid <> c.confrelid
"""
PASSING = ("django_session", "accounts_session")
BURN = "DO $$ BEGIN FOR i IN 1..{} LOOP PERFORM pg_current_xact_id(); COMMIT; END LOOP; END $$"
NOW = "SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint"
USED = "SELECT count(*) FROM accounts_user WHERE kind <> 'system'"
"""Whoever wrote anything is one of these; `migrate` itself makes the accounts that nobody signs in to."""

MOST_BURNT = 50_000_000


@dataclass(frozen=True, slots=True)
class Restored:
    rows: int
    erased: int


def restore(source: Path, *, url: str) -> Restored:
    """`url` is the owner's, of a database that `migrate` has made and nobody has used.

    All or nothing, the ledger included. Raises BackupRefused, and ValueError for a ledger that can't be read.
    """
    manifest, erased = may_restore(source, url=url), ledger.references()
    with psycopg.connect(url, autocommit=True) as connection:
        _same_tables(manifest, [list(row) for row in connection.execute(MIGRATIONS)])
        _catch_up(connection, int(manifest["transaction"]))
    with psycopg.connect(url) as connection:
        _load(connection, source, manifest)
        count = erase_again(connection, erased)
    return Restored(sum(table["rows"] for table in manifest["tables"]), count)


def may_restore(source: Path, *, url: str) -> dict[str, Any]:
    """The manifest. Everything that can be refused is refused here, before the first write: a database that
    was refused stays as empty as it was. Raises as `restore` does.
    """
    manifest = read_manifest(source)
    ledger.references()
    _same_tables(manifest, sorted(map(list, MigrationLoader(None).disk_migrations)))
    with psycopg.connect(url, autocommit=True) as connection:
        if _single(connection, "SELECT count(to_regclass('public.accounts_user'))") and _single(
            connection, USED
        ):
            raise BackupRefused("The database is not empty. Make a new one: nothing is ever written over.")
        _missing(connection, int(manifest["transaction"]))
    return manifest


def _same_tables(manifest: Mapping[str, Any], here: list[list[str]]) -> None:
    if here != sorted(manifest["migrations"]):
        raise BackupRefused(
            f"The backup was made by version {manifest['version']} and this database has other tables."
            " Restore with the version that made it, then update."
        )


def _single(connection: psycopg.Connection[Any], statement: str) -> int:
    row = connection.execute(statement.encode()).fetchone()
    assert row is not None
    return int(row[0])


def _catch_up(connection: psycopg.Connection[Any], wanted: int) -> None:
    """Seals are ranges of transaction numbers: a new server must have passed the old one's last, or what is
    written next would fall into a range that is sealed.
    """
    missing = _missing(connection, wanted)
    if missing > 0:
        connection.execute("SET synchronous_commit = off")
        connection.execute(BURN.format(missing).encode())


def _missing(connection: psycopg.Connection[Any], wanted: int) -> int:
    missing = wanted - _single(connection, NOW) + 1
    if missing > MOST_BURNT:
        raise BackupRefused(
            f"The new server's transaction number is {missing} behind. Stop it and run as its superuser:"
            f" pg_resetwal --next-transaction-id={wanted % 2**32} DATA_DIRECTORY"
        )
    return missing


def _load(connection: psycopg.Connection[Any], source: Path, manifest: Mapping[str, Any]) -> None:
    forced = [name for (name,) in connection.execute(SECURED)]
    tables = {table["name"]: table for table in manifest["tables"]}
    for name in forced:
        _alter(connection, name, "NO FORCE ROW LEVEL SECURITY")
    for name in tables:
        _alter(connection, name, "DISABLE TRIGGER USER")
    names = sql.SQL(", ").join(map(sql.Identifier, tables))
    connection.execute(sql.SQL("TRUNCATE {}").format(names))
    for name in in_order(tables, connection.execute(AT_ONCE).fetchall()):
        if name not in PASSING:
            _load_table(connection, source, tables[name])
    connection.execute("SET CONSTRAINTS ALL IMMEDIATE")
    for name in tables:
        _alter(connection, name, "ENABLE TRIGGER USER")
    for name in forced:
        _alter(connection, name, "FORCE ROW LEVEL SECURITY")
    for name, last in manifest["sequences"].items():
        if last:
            connection.execute("SELECT setval(%s::regclass, %s)", [f'public."{name}"', last])


def _alter(connection: psycopg.Connection[Any], table: str, change: str) -> None:
    statement = sql.SQL("ALTER TABLE {} ").format(sql.Identifier("public", table))
    connection.execute(statement + sql.SQL(change))


def _load_table(connection: psycopg.Connection[Any], source: Path, table: Mapping[str, Any]) -> None:
    copy = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier("public", table["name"]), sql.SQL(", ").join(map(sql.Identifier, table["columns"]))
    )
    with gzip.open(source / table["file"]) as file, connection.cursor() as cursor:
        with cursor.copy(copy) as rows:
            while block := file.read(BLOCK):
                rows.write(block)
        if cursor.rowcount != table["rows"]:
            raise BackupRefused(f"{table['file']} has {cursor.rowcount} rows, not {table['rows']}.")


def in_order(tables: Iterable[str], at_once: Sequence[tuple[str, str]]) -> list[str]:
    """Every table after those that it refers to."""
    left, done = sorted(tables), list[str]()
    while left:
        ready = [
            name
            for name in left
            if all(other in done or other not in left for table, other in at_once if table == name)
        ]
        if not ready:
            raise BackupRefused(f"tables refer to each other in a circle: {left}")
        done += ready
        left = [name for name in left if name not in ready]
    return done


def erase_again(connection: psycopg.Connection[Any], erased: frozenset[str]) -> int:
    """Whoever was erased after the backup was made is erased in it too. How many."""
    if not erased:
        return 0
    connection.execute("ALTER TABLE persons_person NO FORCE ROW LEVEL SECURITY")
    people = [
        number
        for number, key in connection.execute("SELECT id, key FROM persons_person")
        if ledger.reference(key) in erased
    ]
    connection.execute("ALTER TABLE persons_person FORCE ROW LEVEL SECURITY")
    connection.execute("SELECT set_config('hjemvei.purpose', 'rights.restore', true)")
    connection.execute("SET LOCAL row_security = on")  # the function acts as the kernel, under its policies
    row = connection.execute("SELECT kernel.erase_records(%s)", [people]).fetchone()
    return int(row[0]) if row else 0
