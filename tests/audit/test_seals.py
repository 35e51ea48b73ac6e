"""Tampering by a superuser is found, and nothing else is: the log, its seals and the rows are held against
each other.

These tests commit, so they run on a database of their own.
"""

from __future__ import annotations

import datetime as dt
import io
import random
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.core.management import call_command
from django.db import connections

from hjemvei.accounts.actor import acting_as
from hjemvei.audit.seals import merkle_root, seal_batch, verify
from hjemvei.core.embedded import SUPERUSER, Server
from hjemvei.core.embedded_database import drop_database, ensure_roles_and_database
from hjemvei.parties.models import County
from tests.conftest import NAME, point_at
from tests.world import build_world

OWN = "hjemvei_seals"
AT = dt.datetime(2026, 11, 16, 9, 0, tzinfo=dt.UTC)

ROUNDS = 20
EDITS = (
    "at = at + interval '1 second'",
    "transaction = transaction + 1",
    "table_name = table_name || '_'",
    "row_id = row_id + 1",
    "user_id = user_id + 1",
    "unit_id = unit_id + 1",
    "purpose = purpose || '.'",
    "row_hash = sha256(row_hash)",
    "fields = ARRAY['navn']",
)
ENTRY = "at, transaction, table_name, row_id, operation, user_id, unit_id, purpose, row_hash"
NUMBER = "person_id, controller_id, kind, ciphertext, last_digits"
TAMPERINGS = {
    "edited entry": "UPDATE audit_changelog SET {edit} WHERE id = {entry}",
    "deleted entry": "DELETE FROM audit_changelog WHERE id = {entry}",
    "deleted entries": "DELETE FROM audit_changelog WHERE id BETWEEN {entry} AND {entry} + {some}",
    "inserted entry": f"INSERT INTO audit_changelog ({ENTRY}) SELECT {ENTRY} FROM audit_changelog"
    " WHERE id = {entry}",
    "reordered entries": "UPDATE audit_changelog SET id = CASE id WHEN {entry} THEN {other} ELSE {entry} END"
    " WHERE id IN ({entry}, {other})",
    "edited row": "UPDATE persons_person SET family_name = 'Annen' WHERE id = {person}",
    "deleted row": "DELETE FROM persons_identifier WHERE id = (SELECT min(id) FROM persons_identifier)",
    "inserted row": f"INSERT INTO persons_identifier ({NUMBER}, blind_index)"
    f" SELECT {NUMBER}, sha256(blind_index) FROM persons_identifier LIMIT 1",
    "removed seal": "DELETE FROM audit_seal WHERE id = (SELECT min(id) FROM audit_seal)",
    "edited seal": "UPDATE audit_seal SET root = sha256(root) WHERE id = (SELECT max(id) FROM audit_seal)",
}


@pytest.fixture(scope="module")
def sealed(
    database_server: Server,
    django_db_setup: None,
    django_db_blocker: object,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[str, Path]]:
    """A database of its own with a sealed world; the journal's path."""
    journal = tmp_path_factory.mktemp("seals") / "journal.jsonl"
    ensure_roles_and_database(database_server, OWN)
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        point_at(database_server, OWN)
        _close()
        call_command("migrate", database="owner", verbosity=0)
        call_command("load_reference", verbosity=0, stdout=io.StringIO())
        world = build_world()
        assert seal_batch(at=AT, journal=journal, using="worker")
        with acting_as(world.actor("Tor")), connections["default"].cursor() as cursor:
            cursor.execute("UPDATE persons_person SET language = 'en'")
        assert seal_batch(at=AT, journal=journal, using="worker")
        _close()
        yield database_server.url(SUPERUSER, OWN), journal
        _close()
        point_at(database_server, NAME)
        drop_database(database_server, OWN)


def _close() -> None:
    for alias in ("default", "owner", "worker"):
        connections[alias].close()


@pytest.fixture
def superuser(sealed: tuple[str, Path]) -> Iterator[psycopg.Connection[tuple[object, ...]]]:
    """A superuser who silences the triggers; the next tampering starts from the same state."""
    with psycopg.connect(sealed[0], autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica")
        yield connection


def snapshot(connection: psycopg.Connection[tuple[object, ...]], *, restore: bool) -> None:
    for table in ("audit_changelog", "audit_seal", "persons_person", "persons_identifier"):
        if restore:
            connection.execute(f"DELETE FROM {table}")  # type: ignore[arg-type]
            connection.execute(f"INSERT INTO {table} OVERRIDING SYSTEM VALUE SELECT * FROM keep_{table}")  # type: ignore[arg-type]
        else:
            connection.execute(f"CREATE TABLE IF NOT EXISTS keep_{table} AS SELECT * FROM {table}")  # type: ignore[arg-type]


def test_there_are_two_hundred() -> None:
    assert len(TAMPERINGS) * ROUNDS >= 200


def test_an_untouched_log_gives_no_alarm(sealed: tuple[str, Path]) -> None:
    assert County.objects.exists()
    assert verify(journal=sealed[1], using="worker") == []


@pytest.mark.parametrize("kind", TAMPERINGS)
def test_two_hundred_tamperings_are_all_found(
    sealed: tuple[str, Path], superuser: psycopg.Connection[tuple[object, ...]], kind: str
) -> None:
    snapshot(superuser, restore=False)
    rng = random.Random(kind)
    last = superuser.execute(
        "SELECT max(id) FROM audit_changelog WHERE table_name LIKE 'sharing%'"
    ).fetchone()
    assert last is not None
    for number in range(ROUNDS):
        person, some, edit = rng.randint(1, 3), rng.randint(1, 9), EDITS[number % len(EDITS)]
        entry, other = rng.sample(range(2, int(str(last[0])) // 2), 2)
        superuser.execute("SET CONSTRAINTS ALL DEFERRED")
        statement = TAMPERINGS[kind].format(entry=entry, other=other, person=person, some=some, edit=edit)
        if kind == "reordered entries":
            superuser.execute(f"UPDATE audit_changelog SET id = -id WHERE id IN ({entry}, {other})")  # type: ignore[arg-type]
            swapped = f"CASE id WHEN -{entry} THEN {other} ELSE {entry} END"
            statement = f"UPDATE audit_changelog SET id = {swapped} WHERE id < 0"
        superuser.execute(statement)  # type: ignore[arg-type]
        assert verify(journal=sealed[1], using="worker"), statement
        snapshot(superuser, restore=True)
    assert verify(journal=sealed[1], using="worker") == []


def test_a_merkle_root_depends_on_every_leaf_and_on_their_order() -> None:
    leaves = [bytes([number]) * 32 for number in range(7)]
    assert merkle_root(leaves) != merkle_root(leaves[:-1])
    assert merkle_root(leaves) != merkle_root(leaves[::-1])
    assert merkle_root([]) != merkle_root([b""])
