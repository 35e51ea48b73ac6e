"""A backup in a form of its own: one compressed COPY file a table, and a manifest with their hashes.

It needs no program but this one and no superuser: `hjemvei_backup` reads every row in one snapshot. Keys and
the ledger of erased people are not in it (docs/operations/backup.md).
"""

from __future__ import annotations

import datetime as dt
import gzip
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from psycopg import sql

from hjemvei import __version__

FORMAT = "hjemvei-backup/1"
MANIFEST = "manifest.json"
NOT_COPIED = ("django_migrations",)
TABLES = """
SELECT c.relname, array_agg(a.attname::text ORDER BY a.attnum)
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND a.attgenerated = ''
  AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')
GROUP BY c.relname ORDER BY c.relname
"""
SEQUENCES = """
SELECT sequencename, coalesce(last_value, 0) FROM pg_sequences WHERE schemaname = 'public' ORDER BY 1
"""
MIGRATIONS = "SELECT app, name FROM django_migrations ORDER BY app, name"


class BackupRefused(RuntimeError):
    """In words for whoever runs the command."""


def address(url: str, *, alias: str, role: str) -> str:
    """`url`, else the place of the Django alias as `role`."""
    if url:
        return url
    place = settings.DATABASES[alias]
    values = {"host": place["HOST"], "port": place["PORT"], "dbname": place["NAME"], "user": role}
    return psycopg.conninfo.make_conninfo(**{name: value for name, value in values.items() if value})


def write_backup(target: Path, *, url: str, at: dt.datetime) -> dict[str, Any]:
    """The manifest. Raises BackupRefused for a place that holds something, or a role that sees a part."""
    if target.exists() and any(target.iterdir()):
        raise BackupRefused(f"{target} is not empty: every backup gets a directory of its own.")
    target.mkdir(parents=True, exist_ok=True, mode=0o700)
    with psycopg.connect(url) as connection:
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        connection.execute("SET LOCAL row_security = off")
        _sees_everything(connection)
        names = [row for row in connection.execute(TABLES) if row[0] not in NOT_COPIED]
        manifest = {
            "format": FORMAT,
            "version": __version__,
            "made_at": at.isoformat(),
            "transaction": _single(
                connection, "SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint"
            ),
            "migrations": [list(row) for row in connection.execute(MIGRATIONS)],
            "sequences": dict(connection.execute(SEQUENCES).fetchall()),
            "tables": [_write_table(connection, target, name, columns) for name, columns in names],
        }
    (target / MANIFEST).write_text(json.dumps(manifest, indent=1, sort_keys=True) + "\n")
    return manifest


def _single(connection: psycopg.Connection[Any], statement: str) -> int:
    row = connection.execute(statement.encode()).fetchone()
    assert row is not None
    return int(row[0])


def _sees_everything(connection: psycopg.Connection[Any]) -> None:
    statement = "SELECT current_user, rolbypassrls OR rolsuper FROM pg_roles WHERE rolname = current_user"
    row = connection.execute(statement).fetchone()
    assert row is not None
    if not row[1]:
        raise BackupRefused(
            f"{row[0]} does not see every row, so a backup would leave some out. Set DATABASE_BACKUP_URL to"
            " the role hjemvei_backup; `hjemvei doctor --sql` prints the statements that make it."
        )


def _write_table(
    connection: psycopg.Connection[Any], target: Path, name: str, columns: list[str]
) -> dict[str, Any]:
    path = target / f"{name}.copy.gz"
    copy = sql.SQL("COPY {} ({}) TO STDOUT").format(
        sql.Identifier("public", name), sql.SQL(", ").join(map(sql.Identifier, columns))
    )
    with gzip.GzipFile(path, "wb", compresslevel=6, mtime=0) as file, connection.cursor() as cursor:
        with cursor.copy(copy) as rows:
            for block in rows:
                file.write(block)
        count = cursor.rowcount
    path.chmod(0o600)
    return {"name": name, "columns": columns, "rows": count, "file": path.name, "sha256": hash_of(path)}


def hash_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def read_manifest(source: Path) -> dict[str, Any]:
    """Raises BackupRefused for what is no backup, or was damaged or changed."""
    try:
        manifest: dict[str, Any] = json.loads((source / MANIFEST).read_text())
    except (OSError, ValueError) as error:
        raise BackupRefused(f"{source} holds no readable {MANIFEST}.") from error
    if manifest.get("format") != FORMAT:
        raise BackupRefused(f"{source} is of the kind {manifest.get('format')}, not {FORMAT}.")
    for fault in _faults(source, manifest):
        raise BackupRefused(fault)
    return manifest


def _faults(source: Path, manifest: dict[str, Any]) -> Iterator[str]:
    for table in manifest["tables"]:
        path = source / table["file"]
        if path.parent != source or not path.is_file():
            yield f"{table['file']} is missing."
        elif hash_of(path) != table["sha256"]:
            yield f"{table['file']} is not what the manifest says: damaged, or changed."
