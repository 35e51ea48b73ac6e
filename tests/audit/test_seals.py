"""Tampering by a superuser is found, and nothing else is: both logs, their seals, the signed journal and the
rows are held against each other.

These tests commit, so they run on a database of their own.
"""

from __future__ import annotations

import datetime as dt
import io
import json
import os
import random
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import ProgrammingError, connections, transaction

from hjemvei.accounts.actor import acting_as
from hjemvei.audit import reads
from hjemvei.audit.journal import Journal
from hjemvei.audit.models import ReadLog, Seal
from hjemvei.audit.purge import Purged, PurgeRefused, purge_reads
from hjemvei.audit.seal_key import NoSealKey, Signer, installed_key, make_key, read_key
from hjemvei.audit.seals import line_of, merkle_root, publish, seal_batch, verify
from hjemvei.cli import doctor
from hjemvei.core.embedded import SUPERUSER, Server
from hjemvei.core.embedded_database import drop_database
from hjemvei.parties.models import County
from tests.conftest import NAME, make_ready, point_at
from tests.evidence import Measured
from tests.world import World, build_world

OWN = "hjemvei_seals"
AT = dt.datetime(2026, 11, 16, 9, 0, tzinfo=dt.UTC)

ROUNDS = int(os.environ.get("HJEMVEI_TAMPER_ROUNDS", "14"))
MORE = int(os.environ.get("HJEMVEI_TAMPER_EVIDENCE", "625"))
"""Of each kind: over two hundred every day, ten thousand as evidence."""
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
READ_EDITS = (
    "at = at - interval '1 day'",
    "transaction = transaction + 1",
    "user_id = user_id + 1",
    "unit_id = unit_id + 1",
    "controller_id = controller_id + 1",
    "purpose = purpose || '.'",
    "channel = 'job'",
    "page = 'web:home'",
    "person_ids = person_ids[2:]",
    "case_ids = array_append(case_ids, 7)",
    "search_tokens = ARRAY[7]",
)
LOOK = (
    "at, transaction, user_id, unit_id, controller_id, purpose, channel, page, person_ids, case_ids,"
    " search_tokens"
)
NUMBER = "person_id, controller_id, kind, ciphertext"
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
    "edited look": "UPDATE audit_readlog SET {read_edit} WHERE id = {look}",
    "deleted look": "DELETE FROM audit_readlog WHERE id = {look}",
    "inserted look": f"INSERT INTO audit_readlog ({LOOK}) SELECT {LOOK} FROM audit_readlog"
    " WHERE id = {look}",
    "reordered looks": "UPDATE audit_readlog SET user_id = CASE id WHEN {look} THEN 7001 ELSE 7000 END"
    " WHERE id IN ({look}, {look} + 1)",
    "emptied read log": "TRUNCATE audit_readlog",
    "removed seal": "DELETE FROM audit_seal WHERE id = (SELECT min(id) FROM audit_seal)",
    "edited seal": "UPDATE audit_seal SET root = sha256(root) WHERE id = (SELECT max(id) FROM audit_seal)",
    "seal without its reads": "UPDATE audit_seal SET reads = 0, reads_root = '' WHERE reads > 0",
}


@dataclass(frozen=True)
class Sealed:
    """A database of its own with a sealed world in it."""

    url: str
    journal: Journal
    key: Signer

    def found(self, *, journal: Journal | None = None) -> set[str]:
        findings = verify(journal=journal or self.journal, public_keys=[self.key.public], using="worker")
        return {finding.what for finding in findings}


@pytest.fixture(scope="module")
def sealed(
    database_server: Server,
    django_db_setup: None,
    django_db_blocker: object,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Sealed]:
    place = tmp_path_factory.mktemp("seals")
    journal = Journal(place / "journal.jsonl", (place / "elsewhere" / "journal.jsonl",))
    key = make_key(place / "seal.pem")
    make_ready(database_server, OWN)
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        point_at(database_server, OWN)
        _close()
        world = build_world()
        look(world, times=30)
        assert seal_batch(at=AT, journal=journal, key=key, using="worker")
        with acting_as(world.actor("Tor")), connections["default"].cursor() as cursor:
            cursor.execute("UPDATE persons_person SET language = 'en'")
        look(world, times=2)
        second = seal_batch(at=AT, journal=journal, key=key, using="worker")
        assert second is not None
        assert (second.count, second.reads) == (3, 2)
        _close()
        yield Sealed(database_server.url(SUPERUSER, OWN), journal, key)
        _close()
        point_at(database_server, NAME)
        drop_database(database_server, OWN)


def look(world: World, *, times: int) -> None:
    person, case = world.admitted["Klok Lyng"].person_id, world.admitted["Klok Lyng"].case_id
    for _number in range(times):
        with acting_as(world.actor("Tor")) as tor, reads.recording(tor, page="web:case"):
            reads.note(persons=[person], cases=[case])


def _close() -> None:
    for alias in ("default", "owner", "worker"):
        connections[alias].close()


@pytest.fixture
def superuser(sealed: Sealed) -> Iterator[psycopg.Connection[tuple[object, ...]]]:
    """A superuser who silences the triggers; the next tampering starts from the same state."""
    with psycopg.connect(sealed.url, autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica")
        yield connection


def snapshot(connection: psycopg.Connection[tuple[object, ...]], *, restore: bool) -> None:
    for table in ("audit_changelog", "audit_readlog", "audit_seal", "persons_person", "persons_identifier"):
        if restore:
            connection.execute(f"DELETE FROM {table}")  # type: ignore[arg-type]
            connection.execute(f"INSERT INTO {table} OVERRIDING SYSTEM VALUE SELECT * FROM keep_{table}")  # type: ignore[arg-type]
        else:
            connection.execute(f"CREATE TABLE IF NOT EXISTS keep_{table} AS SELECT * FROM {table}")  # type: ignore[arg-type]


def test_there_are_two_hundred() -> None:
    print(f"{len(TAMPERINGS) * ROUNDS} tamperings")
    assert len(TAMPERINGS) * ROUNDS >= 200


def test_an_untouched_log_gives_no_alarm(sealed: Sealed) -> None:
    assert County.objects.exists()
    assert sealed.found() == set()
    assert verify(journal=sealed.journal, using="worker") == []


@pytest.mark.parametrize("kind", TAMPERINGS)
@pytest.mark.parametrize("rounds", [ROUNDS, pytest.param(MORE, marks=pytest.mark.evidence)])
def test_two_hundred_tamperings_are_all_found(
    sealed: Sealed,
    superuser: psycopg.Connection[tuple[object, ...]],
    measured: Measured,
    rounds: int,
    kind: str,
) -> None:
    measured(tamperings=rounds)
    snapshot(superuser, restore=False)
    rng = random.Random(kind)
    last = superuser.execute(
        "SELECT max(id) FROM audit_changelog WHERE table_name LIKE 'sharing%'"
    ).fetchone()
    assert last is not None
    for number in range(rounds):
        entry, other = rng.sample(range(2, int(str(last[0])) // 2), 2)
        superuser.execute("SET CONSTRAINTS ALL DEFERRED")
        statement = TAMPERINGS[kind].format(
            entry=entry,
            other=other,
            person=rng.randint(1, 3),
            some=rng.randint(1, 9),
            look=rng.randint(1, 29),
            edit=EDITS[number % len(EDITS)],
            read_edit=READ_EDITS[number % len(READ_EDITS)],
        )
        if kind == "reordered entries":
            superuser.execute(f"UPDATE audit_changelog SET id = -id WHERE id IN ({entry}, {other})")  # type: ignore[arg-type]
            swapped = f"CASE id WHEN -{entry} THEN {other} ELSE {entry} END"
            statement = f"UPDATE audit_changelog SET id = {swapped} WHERE id < 0"
        superuser.execute(statement)  # type: ignore[arg-type]
        assert sealed.found(), statement
        snapshot(superuser, restore=True)
    assert sealed.found() == set()


def test_a_journal_written_anew_with_another_key_is_found(sealed: Sealed, tmp_path: Path) -> None:
    forged, other = Journal(tmp_path / "journal.jsonl"), make_key(tmp_path / "other.pem")
    publish(forged, key=other, at=AT, using="worker")
    assert verify(journal=forged, using="worker") == []  # to a reader who holds no key it looks whole
    assert sealed.found(journal=forged) == {"journal_key"}


def bare(text: str) -> str:
    """The journal as somebody would write it who has no key at all."""
    lines = [json.loads(line) for line in text.splitlines() if "public_key" not in line]
    unsigned = [{name: line[name] for name in ("seal", "at", "to", "chain")} for line in lines]
    return "".join(json.dumps(line) + "\n" for line in unsigned)


@pytest.mark.parametrize(
    ("change", "finding"),
    [
        (lambda text: text.replace('"to": ', '"to": 1'), "signature_wrong"),
        (lambda text: text.replace('"at": "2026', '"at": "2025'), "signature_wrong"),
        (lambda text: "".join(text.splitlines(keepends=True)[:-1]), "seal_not_published"),
        (lambda text: "".join(text.splitlines(keepends=True)[1:]), "journal_unsigned"),
        (lambda text: bare(text), "journal_unsigned"),
        (lambda text: bare(text) + text, "journal_rewritten"),
        (lambda text: text[:-40], "journal_line"),
        (lambda text: text + text.splitlines(keepends=True)[-1], "seal_changed"),
        (lambda text: "", "seal_not_published"),
    ],
)
def test_an_altered_line_of_the_journal_is_found(
    sealed: Sealed, tmp_path: Path, change: Callable[[str], str], finding: str
) -> None:
    path = tmp_path / "journal.jsonl"
    path.write_text(change(sealed.journal.path.read_text()))
    assert finding in sealed.found(journal=Journal(path))


def test_a_journal_from_before_seals_were_signed_is_vouched_for_by_its_first_head(
    sealed: Sealed, tmp_path: Path
) -> None:
    path = tmp_path / "journal.jsonl"
    first = Seal.objects.using("worker").order_by("pk").first()
    assert first is not None
    path.write_text(json.dumps(line_of(first)) + "\n")
    publish(Journal(path), key=sealed.key, at=AT, using="worker")
    assert sealed.found(journal=Journal(path)) == set()


def test_the_copy_gets_what_it_lacks_when_its_disk_is_back(sealed: Sealed, tmp_path: Path) -> None:
    away = tmp_path / "away"
    away.write_text("no directory")
    journal = Journal(tmp_path / "journal.jsonl", (away / "journal.jsonl",))
    publish(journal, key=sealed.key, at=AT, using="worker")
    away.unlink()
    publish(journal, key=sealed.key, at=AT, using="worker")
    assert sealed.found(journal=journal) == set()
    shutil.copy(journal.path, journal.copies[0])
    publish(journal, key=sealed.key, at=AT, using="worker")
    assert sealed.found(journal=journal) == set()


def test_nothing_is_sealed_unsigned_and_only_a_demo_makes_its_own_key(settings: Any, tmp_path: Path) -> None:
    settings.DEMO, settings.SEAL_KEY_FILE = False, str(tmp_path / "keys" / "seal.pem")
    with pytest.raises(NoSealKey, match="seal-key --make"):
        installed_key()
    settings.DEMO = True
    made = installed_key()
    assert read_key(Path(settings.SEAL_KEY_FILE)).public == made.public
    assert Path(settings.SEAL_KEY_FILE).stat().st_mode & 0o077 == 0
    with pytest.raises(CommandError, match="already"):
        call_command("seal_key", "--make")
    said = io.StringIO()
    call_command("seal_key", stdout=said)
    assert said.getvalue().strip() == made.public


def test_the_doctor_tells_of_an_old_seal_a_missing_key_and_a_copy_that_lags(
    sealed: Sealed, settings: Any, tmp_path: Path
) -> None:
    settings.VAR, settings.SEAL_COPY = tmp_path, str(tmp_path / "copy")
    settings.SEAL_KEY_FILE, settings.DEMO = str(tmp_path / "seal.pem"), False
    publish(Journal(tmp_path / "seals" / "journal.jsonl"), key=sealed.key, at=AT, using="worker")
    state = {finding.what: finding for finding in doctor.seals(object())}  # type: ignore[arg-type]
    assert {what for what, finding in state.items() if not finding.is_well} == set(state)
    assert set(state) == {"seal key", "newest seal", "copy of the seals"}
    assert "2 seals behind" in state["copy of the seals"].seen
    make_key(tmp_path / "seal.pem")
    assert next(iter(doctor.seals(object()))).is_well  # type: ignore[arg-type]


def test_the_application_can_neither_read_nor_backdate_what_was_read(world: World) -> None:
    with acting_as(world.actor("Tor")) as tor:
        assert not ReadLog.objects.exists()
        with pytest.raises(ProgrammingError), transaction.atomic():
            ReadLog.objects.create(
                at=AT,
                transaction=1,
                user_id=tor.user_id,
                unit_id=tor.unit_id,
                controller_id=tor.controller_id,
                person_ids=[],
                case_ids=[],
            )


def test_a_merkle_root_depends_on_every_leaf_and_on_their_order() -> None:
    leaves = [bytes([number]) * 32 for number in range(7)]
    assert merkle_root(leaves) != merkle_root(leaves[:-1])
    assert merkle_root(leaves) != merkle_root(leaves[::-1])
    assert merkle_root([]) != merkle_root([b""])


def test_old_reads_are_removed_openly_and_nothing_else_is(
    sealed: Sealed, superuser: psycopg.Connection[tuple[object, ...]], tmp_path: Path
) -> None:
    snapshot(superuser, restore=False)
    journal = Journal(tmp_path / "journal.jsonl", (tmp_path / "copy.jsonl",))
    for place in journal.places:
        shutil.copy(sealed.journal.path, place)
    forged = tmp_path / "forged.jsonl"
    shutil.copy(sealed.journal.path, forged)
    ten_years = AT.replace(year=2036, month=12)

    def purge(at: dt.datetime, *, dry: bool = False) -> Purged:
        return purge_reads(at=at, journal=journal, key=sealed.key, dry=dry)

    assert purge(AT.replace(year=2036)) == Purged(0, 0)
    superuser.execute("DELETE FROM audit_readlog WHERE id = 3")
    with pytest.raises(PurgeRefused, match="not what was sealed"):
        purge(ten_years)
    snapshot(superuser, restore=True)
    assert purge(ten_years, dry=True).reads == 32 and sealed.found(journal=journal) == set()
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        connections["default"].cursor().execute("SELECT kernel.purge_reads(1)")
    done = purge(ten_years)
    assert done.reads == 32 and purge(ten_years) == Purged(0, 0)
    assert superuser.execute("SELECT count(*) FROM audit_readlog").fetchone() == (0,)
    assert sealed.found(journal=journal) == set()
    assert "reads_changed" in sealed.found()  # a journal that says nothing of it
    with forged.open("a") as file:
        file.write(json.dumps({"purged_to": done.seal}) + "\n")
    assert sealed.found(journal=Journal(forged)) == {"journal_key"}
    superuser.execute(
        "INSERT INTO audit_readlog OVERRIDING SYSTEM VALUE SELECT * FROM keep_audit_readlog WHERE id = 3"
    )
    assert sealed.found(journal=journal) == {"reads_changed"}
    snapshot(superuser, restore=True)
    assert sealed.found(journal=journal) == set()
