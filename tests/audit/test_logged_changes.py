"""Columns of a logged table change with its rows logged anew: no false alarm, and no tampering covered up.

The database is one of its own: these tests commit, as migrations do.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import ProgrammingError, connections, migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation

from hjemvei.audit.journal import Finding, Journal
from hjemvei.audit.models import ChangeLog
from hjemvei.audit.seal_key import Signer, make_key, read_key
from hjemvei.audit.seals import seal_batch, verify
from hjemvei.core import forcing, rls
from hjemvei.core.embedded import SUPERUSER, Server
from hjemvei.core.embedded_database import drop_database
from tests.conftest import NAME, make_ready, point_at
from tests.world import build_world

OWN = "hjemvei_changes"
AT = dt.datetime(2026, 11, 16, 9, 0, tzinfo=dt.UTC)
ADD = migrations.AddField("person", "nickname", models.CharField(default="", max_length=40))
FILL = migrations.RunSQL(
    "UPDATE persons_person SET nickname = 'Ole' WHERE id = (SELECT min(id) FROM persons_person)", ""
)
BY = "hjemvei.persons.migrations.0999_nickname"
CHANGE = rls.logged_change("persons_person", [ADD, FILL], by=BY)


@pytest.fixture(scope="module")
def journal(
    database_server: Server,
    django_db_setup: None,
    django_db_blocker: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Path]:
    """The seals' journal of a database with a world in it."""
    path = tmp_path_factory.mktemp("changes") / "seals" / "journal.jsonl"
    make_ready(database_server, OWN)
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        point_at(database_server, OWN)
        _close()
        build_world()
        assert seal_batch(
            at=AT, journal=Journal(path), key=make_key(path.parent / "seal.pem"), using="worker"
        )
        yield path
        _close()
        point_at(database_server, NAME)
        drop_database(database_server, OWN)


def _close() -> None:
    for alias in ("default", "owner", "worker"):
        connections[alias].close()


def run(operation: Operation, *, back: bool = False, forced: bool = False) -> None:
    """As `migrate` would: in one transaction, and row-level security is not forced on the owner meanwhile."""
    owner = connections["owner"]
    before = MigrationLoader(owner).project_state()
    after = before.clone()
    operation.state_forwards("persons", after)
    forcing.force("owner", on=forced)
    try:
        with owner.schema_editor(atomic=True) as editor:
            if back:
                operation.database_backwards("persons", editor, after, before)
            else:
                operation.database_forwards("persons", editor, before, after)
    finally:
        forcing.force("owner", on=True)


def key_of(journal: Path) -> Signer:
    return read_key(journal.parent / "seal.pem")


def found(journal: Path) -> list[Finding]:
    return verify(journal=Journal(journal), using="worker")


def columns() -> set[str]:
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT attname FROM pg_attribute"
            " WHERE attrelid = 'persons_person'::regclass AND NOT attisdropped"
        )
        return {name for (name,) in cursor.fetchall()}


def new_lines() -> int:
    return ChangeLog.objects.using("worker").filter(operation="S").count()


def test_a_bare_change_raises_an_alarm_for_every_row(journal: Path) -> None:
    run(ADD)
    alarm = found(journal)
    run(ADD, back=True)
    assert alarm
    assert {finding.what for finding in alarm} == {"row_changed"}
    assert found(journal) == []


def test_a_logged_change_raises_none_there_and_back_and_audit_verify_tells_of_it(
    journal: Path, settings: pytest.FixtureRequest, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.VAR = journal.parent.parent  # type: ignore[attr-defined]
    settings.SEAL_KEY_FILE = str(journal.parent / "seal.pem")  # type: ignore[attr-defined]
    with connections["worker"].cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM (SELECT DISTINCT ON (row_id) operation FROM audit_changelog"
            " WHERE table_name = 'persons_person' ORDER BY row_id, id DESC) n WHERE operation <> 'D'"
        )
        (rows,) = cursor.fetchone()
    before = new_lines()
    run(CHANGE)
    assert "nickname" in columns()
    assert found(journal) == []
    assert new_lines() == before + rows > before
    assert seal_batch(at=AT, journal=Journal(journal), key=key_of(journal), using="worker")
    filled = ChangeLog.objects.using("worker").get(fields__contains=["nickname"])
    assert (filled.operation, filled.user_id, filled.purpose) == ("U", 0, "persons.0999_nickname")
    run(CHANGE, back=True)
    assert "nickname" not in columns()
    assert seal_batch(at=AT, journal=Journal(journal), key=key_of(journal), using="worker")
    call_command("audit_verify")
    said = capsys.readouterr().out
    assert "no finding" in said
    assert (
        f"persons.0999_nickname logged rows of persons_person anew, with their new columns: {2 * rows}"
        in said
    )


@pytest.mark.parametrize(
    ("tampering", "mending"),
    [
        ("UPDATE persons_person SET language = language || 'x'", "SET language = rtrim(language, 'x')"),
        (
            "UPDATE audit_changelog SET row_hash = sha256(row_hash) WHERE table_name = 'persons_person'",
            "",
        ),
    ],
    ids=["row", "log"],
)
def test_a_row_that_differs_is_not_logged_anew(
    journal: Path, database_server: Server, tampering: str, mending: str
) -> None:
    before = new_lines()
    with psycopg.connect(database_server.url(SUPERUSER, OWN), autocommit=True) as superuser:
        superuser.execute("SET session_replication_role = replica")
        superuser.execute("CREATE TABLE kept AS SELECT id, row_hash FROM audit_changelog")
        superuser.execute(tampering)  # type: ignore[arg-type]
        try:
            with pytest.raises(CommandError, match="rows of persons_person differ from the change log"):
                run(CHANGE)
        finally:
            if mending:
                superuser.execute(f"UPDATE persons_person {mending}")  # type: ignore[arg-type]
            superuser.execute(
                "UPDATE audit_changelog l SET row_hash = k.row_hash FROM kept k WHERE k.id = l.id"
            )
            superuser.execute("DROP TABLE kept")
    assert "nickname" not in columns()
    assert new_lines() == before
    assert found(journal) == []


def test_where_the_owner_would_not_see_the_rows_nothing_is_changed(journal: Path) -> None:
    with pytest.raises(ProgrammingError, match="row-level security"):
        run(CHANGE, forced=True)
    assert "nickname" not in columns()


def test_without_a_transaction_nothing_is_changed(journal: Path) -> None:
    owner = connections["owner"]
    state = MigrationLoader(owner).project_state()
    with owner.schema_editor(atomic=False) as editor, pytest.raises(CommandError, match="transaction"):
        CHANGE.database_forwards("persons", editor, state, state)
    assert "nickname" not in columns()
