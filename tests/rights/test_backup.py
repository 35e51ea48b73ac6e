"""Backup and restore: the same rows, an intact log, and whoever was erased in the meantime stays erased."""

from __future__ import annotations

import gzip
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.conf import settings

import hjemvei
from hjemvei.core import clock
from hjemvei.core.embedded import Server
from hjemvei.core.embedded_database import drop_database, ensure_roles_and_database
from hjemvei.rights import ledger
from hjemvei.rights.backup import BackupRefused, read_manifest, write_backup
from hjemvei.rights.restore import in_order
from tests.conftest import NAME
from tests.world import World

COPY = "hjemvei_restored"
ROWS = "SELECT id, family_name FROM persons_person ORDER BY id"


@pytest.fixture
def backup(world: World, database_server: Server, tmp_path: Path) -> Path:
    """Of the world as it was committed, what this test wrote left out."""
    write_backup(tmp_path / "b", url=database_server.url("hjemvei_backup", NAME), at=clock.now())
    return tmp_path / "b"


@pytest.fixture
def empty(database_server: Server) -> Iterator[dict[str, str]]:
    """A database in which nothing stands, and the environment of a command that works in it."""
    ensure_roles_and_database(database_server, COPY)
    yield {
        "DATABASE_URL": database_server.url("hjemvei_app", COPY),
        "DATABASE_OWNER_URL": database_server.url("hjemvei_owner", COPY),
        "HJEMVEI_INDEX_KEY": settings.INDEX_KEY,
        "PYTHONPATH": str(Path(hjemvei.__file__).parents[1]),
        "PATH": os.environ["PATH"],
    }
    drop_database(database_server, COPY)


def restored(backup: Path, empty: dict[str, str], place: Path) -> subprocess.CompletedProcess[str]:
    words = [sys.executable, "-m", "hjemvei", "restore", "--from", str(backup)]
    more = {"HJEMVEI_VAR": str(place), "HJEMVEI_ERASURE_LEDGER": str(place / "erased.jsonl")}
    return subprocess.run(words, env=empty | more, capture_output=True, text=True, check=False)


@pytest.mark.slow
def test_a_restored_database_is_the_same_but_for_the_erased(
    world: World,
    database_server: Server,
    backup: Path,
    empty: dict[str, str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(settings, "ERASURE_LEDGER", str(tmp_path / "erased.jsonl"))
    who = world.admitted["Klok Lyng"].person_id
    with psycopg.connect(database_server.url("hjemvei_backup", NAME)) as connection:
        before = dict(connection.execute(ROWS).fetchall())
        keys = dict(connection.execute("SELECT id, key FROM persons_person").fetchall())
    refused = restored(backup, empty, tmp_path)
    assert refused.returncode == 1 and "ledger" in refused.stderr
    newer = tmp_path / "newer"
    shutil.copytree(backup, newer)
    path = newer / "manifest.json"
    path.write_text(path.read_text().replace('"0001_initial"', '"0001_first"', 1))
    ledger.append("nobody", at=clock.now())
    refused = restored(newer, empty, tmp_path)
    assert refused.returncode == 1 and "other tables" in refused.stderr, refused.stderr
    with psycopg.connect(database_server.url("hjemvei_owner", COPY)) as connection:
        tables = "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"
        assert connection.execute(tables).fetchone() == (0,)
    ledger.append(keys[who], at=clock.now())
    done = restored(backup, empty, tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "erased again: 1 people" in done.stdout and "no finding" in done.stdout, done.stdout
    with psycopg.connect(database_server.url("hjemvei_backup", COPY)) as connection:
        assert dict(connection.execute(ROWS).fetchall()) == before | {who: "[Slettet]"}
        numbers = connection.execute("SELECT count(*) FROM persons_identifier WHERE person_id = %s", [who])
        assert numbers.fetchone() == (0,)
        for table in read_manifest(backup)["tables"]:
            if table["name"].startswith(("cases_", "accounts_user", "parties_", "agreements_")):
                count = connection.execute(f"SELECT count(*) FROM {table['name']}".encode()).fetchone()
                assert count == (table["rows"],) or table["name"] == "cases_caseload", table["name"]
        forced = "SELECT count(*) FROM pg_class WHERE relrowsecurity AND NOT relforcerowsecurity"
        assert connection.execute(forced).fetchone() == (0,)
        counter = connection.execute("SELECT last_value FROM persons_person_id_seq").fetchone()
        assert counter is not None and counter[0] >= max(before)
    again = restored(backup, empty, tmp_path)
    assert again.returncode == 1 and "not empty" in again.stderr


def test_a_damaged_backup_is_refused(world: World, backup: Path) -> None:
    manifest = read_manifest(backup)
    assert {"persons_person", "audit_changelog"} <= {table["name"] for table in manifest["tables"]}
    path = backup / "persons_person.copy.gz"
    plain = gzip.decompress(path.read_bytes())
    path.write_bytes(gzip.compress(plain.replace(b"Lyng", b"Lynn")))
    with pytest.raises(BackupRefused, match="damaged"):
        read_manifest(backup)
    path.unlink()
    with pytest.raises(BackupRefused, match="missing"):
        read_manifest(backup)


def test_a_role_that_sees_a_part_makes_no_backup(
    world: World, database_server: Server, tmp_path: Path
) -> None:
    with pytest.raises(BackupRefused, match="hjemvei_app does not see every row"):
        write_backup(tmp_path / "b", url=database_server.url("hjemvei_app", NAME), at=clock.now())
    (tmp_path / "c").mkdir()
    (tmp_path / "c" / "x").write_text("")
    with pytest.raises(BackupRefused, match="not empty"):
        write_backup(tmp_path / "c", url=database_server.url("hjemvei_backup", NAME), at=clock.now())


def test_no_number_stands_in_a_backup(world: World, backup: Path) -> None:
    for path in backup.glob("*.gz"):
        assert b"27909642545" not in gzip.decompress(path.read_bytes()), path.name


def test_a_ledger_that_cannot_be_read_stops_a_restore(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(settings, "ERASURE_LEDGER", str(tmp_path / "erased.jsonl"))
    ledger.append("k" * 12, at=clock.now())
    with (tmp_path / "erased.jsonl").open("a") as file:
        file.write('{"er')
    with pytest.raises(ValueError, match="line 2"):
        ledger.references()


def test_tables_are_loaded_after_those_they_refer_to() -> None:
    assert in_order(["a", "b", "c"], [("a", "b"), ("b", "c"), ("c", "elsewhere")]) == ["c", "b", "a"]
    with pytest.raises(BackupRefused, match="circle"):
        in_order(["a", "b"], [("a", "b"), ("b", "a")])
