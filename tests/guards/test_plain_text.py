"""A superuser with a dump of everything finds no free text about anybody and no identity number; and which
columns
of free text are sealed is decided for each.

These tests commit, so they run in a copy of the suite's database.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.core.management import call_command
from django.db import connections, models

from hjemvei.accounts.actor import Actor, acting_as
from hjemvei.accounts.enums import InfoClass, Role
from hjemvei.cases.actions.add_document import add_document
from hjemvei.cases.models import Document, Message
from hjemvei.core.crypto import Undecipherable, encrypt
from hjemvei.core.db import call
from hjemvei.core.embedded import SUPERUSER, Server
from hjemvei.core.embedded_database import drop_database
from hjemvei.persons import keys
from hjemvei.persons.models import Identifier
from hjemvei.persons.rotation import is_behind, key_counts
from hjemvei.persons.rules import NumberChecker
from hjemvei.persons.sealing import ResealColumn, rewrite
from hjemvei.plans.models import Goal
from hjemvei.sharing.models import BreakGlass, HiddenDisclosure
from hjemvei.sharing.sealed import SealedText
from tests.conftest import NAME, point_at
from tests.guards.rows import case_row_models, fill, readable_row_models
from tests.world import PEOPLE, World

OWN = "hjemvei_plain_text"
MARK = "Fjellrevens hemmelige hule"
BYTES = re.compile(r"\\x[0-9a-f]*")
AT = dt.datetime(2026, 11, 16, 9, 0, tzinfo=dt.UTC)
PLAIN = {
    "cases.Task.title": "what is to be done, in the agreement's words; a task of one's own is named by staff",
    "cases.Task.clause": "the agreement's own text",
    "cases.Task.source": "the agreement's own text",
    "cases.Event.text": "a text of the program with blanks for dates and names of units",
    "cases.Document.title": "named by staff; stands in lists",
    "sharing.Consent.explained": "what the form says; written when the person is asked",
    "sharing.ConsentEvent.explained": "what the form says, each time the person is asked",
    "sharing.Disclosure.what": "what was handed over, without its content",
    "portal.Pin.pin_hash": "a hash, which the application itself may not read",
    "portal.Visit.how": "how staff knew whom they handed the device to; the form asks for no name",
}
"""Long text columns of case rows that are not sealed, each for a reason."""
NEVER_REWRITTEN = {HiddenDisclosure}
"""The database refuses to change the text, also for whoever wrote it."""


def long_texts(model: type[models.Model]) -> Iterator[str]:
    for field in model._meta.concrete_fields:
        is_long = isinstance(field, models.TextField) or (
            isinstance(field, models.CharField) and (field.max_length or 0) >= 200
        )
        if is_long and not field.choices:
            yield f"{model._meta.label}.{field.name}"


def sealed_columns(model: type[models.Model]) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields if isinstance(field, SealedText)]


def test_every_long_text_about_somebody_is_sealed_or_plain_for_a_reason() -> None:
    found = {name for model in [*case_row_models(), BreakGlass] for name in long_texts(model)}
    assert found == set(PLAIN), "make it a SealedText (ADR-0018), or say in PLAIN why it may stand there"
    assert sum(len(sealed_columns(model)) for model in case_row_models()) >= 20


@pytest.fixture(scope="module")
def filled(
    database_server: Server, django_db_setup: None, django_db_blocker: Any
) -> Iterator[tuple[World, Actor, str]]:
    """A copy of the world where every sealed column holds the mark, and a document too."""
    with django_db_blocker.unblock():
        _close()
        with psycopg.connect(database_server.url(SUPERUSER, "postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {OWN} TEMPLATE {NAME}")  # type: ignore[arg-type]
        point_at(database_server, OWN)
        world = World.shared
        writer = replace(
            world.actor("Tor"),
            unit_roles={world.actor("Tor").unit_id: frozenset({Role.SOCIAL_CASEWORKER})},
        )
        with acting_as(writer):
            _write(world, writer)
        yield world, writer, database_server.url(SUPERUSER, OWN)
        _close()
        point_at(database_server, NAME)
        drop_database(database_server, OWN)


def _write(world: World, writer: Actor) -> None:
    case = world.case("Klok Lyng")
    for rows in fill(world, writer, case, at=AT).values():
        for row in rows:
            if type(row) in NEVER_REWRITTEN:
                continue
            columns = sealed_columns(type(row))
            for column in columns:
                setattr(row, column, MARK)
            if columns:
                row.save(update_fields=columns)
    add_document(
        actor=writer, case=case, title="Papir", kind="paper", info_class=InfoClass.HOUSING,
        file_name="p.txt", content=MARK.encode(), at=AT,
    )  # fmt: skip


def _close() -> None:
    for alias in ("default", "owner", "worker"):
        connections[alias].close()


def dump(address: str) -> Iterator[tuple[str, str]]:
    """Every row of every table as text, the way COPY writes it."""
    with psycopg.connect(address) as connection:
        found = connection.execute("SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace ="
                                   " 'public'::regnamespace ORDER BY 1")  # fmt: skip
        for (table,) in found.fetchall():
            with connection.cursor().copy(f'COPY public."{table}" TO STDOUT') as copy:  # type: ignore[arg-type]
                for line in copy:
                    yield table, bytes(line).decode()


def test_a_dump_holds_no_free_text_and_no_identity_number(filled: tuple[World, Actor, str]) -> None:
    world, writer, address = filled
    with acting_as(writer):
        written = [row for model in readable_row_models() for row in model.objects.visible_to(writer)]  # type: ignore[attr-defined]
        marked = [
            row for row in written for column in sealed_columns(type(row)) if getattr(row, column) == MARK
        ]
        assert len(marked) >= 20, "the hunt would find nothing because nothing is there"
        assert Identifier.objects.exists()
    valid, found = NumberChecker(), []
    known = [MARK, *(number for *_who, number, _reference in PEOPLE if number)]
    hunted = [*known, *(text.encode().hex() for text in known)]
    for table, line in dump(address):
        found += [(table, text) for text in hunted if text in line]
        plain = BYTES.sub("", line)  # a hash may look like a number
        found += [(table, text) for text in re.findall(r"(?<!\d)\d{11}(?!\d)", plain) if valid.is_valid(text)]
    assert found == []
    assert world.admitted["Klok Lyng"].person_id


def opened(actor: Actor, case_id: int) -> str:
    with acting_as(actor):
        return str(Message.objects.filter(case_id=case_id).earliest("id").body)


def stored(address: str, table: str, column: str) -> set[bytes]:
    with psycopg.connect(address) as connection:
        rows = connection.execute(f"SELECT {column} FROM {table} WHERE length({column}) > 0").fetchall()
    return {value if isinstance(value, bytes) else str(value).encode() for (value,) in rows}


def test_a_migration_seals_what_stood_there_as_text(filled: tuple[World, Actor, str]) -> None:
    """Back and forth: opened by the one way, sealed again by the other, and the change log agrees."""
    _world, writer, address = filled
    _close()
    call_command("migrate", "plans", "0002", database="owner", verbosity=0)
    assert MARK.encode() in stored(address, "plans_goal", "text")
    _close()
    call_command("migrate", database="owner", verbosity=0)
    assert all(value.startswith(keys.HEAD) for value in stored(address, "plans_goal", "text"))
    with acting_as(writer):
        assert {goal.text for goal in Goal.objects.visible_to(writer)} == {MARK}
    with connections["worker"].cursor() as cursor:
        cursor.execute("SELECT table_name, finding FROM kernel.verify_rows() WHERE table_name LIKE 'plans%'")
        assert cursor.fetchall() == []


def test_what_a_master_key_encrypted_is_moved_to_the_persons_own(
    filled: tuple[World, Actor, str],
) -> None:
    world, _writer, address = filled
    operation = import_module("hjemvei.persons.migrations.0004_sealed_numbers").Migration.operations[1]
    (reseal,) = [one for one in operation.database_operations if isinstance(one, ResealColumn)]
    person_id = world.admitted["Stø Måke"].person_id
    with acting_as(world.actor("Tor")):
        row = Identifier.objects.select_related("person").get(person_id=person_id)
        number = keys.number_of(row.person.key, bytes(row.ciphertext))
    before = encrypt(number, bound_to=f"identifier:{row.person.key}:number")
    with psycopg.connect(address) as superuser, superuser.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("DELETE FROM persons_identifier WHERE id <> %s", [row.pk])
        cursor.execute("UPDATE persons_identifier SET ciphertext = %s WHERE id = %s", [before, row.pk])
        rewrite(cursor, "persons_identifier", "ciphertext", reseal.moved, read=reseal.read)
        cursor.execute("SELECT ciphertext FROM persons_identifier WHERE id = %s", [row.pk])
        ((after,),) = cursor.fetchall()
        superuser.rollback()
    with acting_as(world.actor("Tor")):
        assert after[:1] == keys.HEAD and keys.number_of(row.person.key, after) == number


def test_a_new_master_key_wraps_everything_again_and_the_old_one_may_go(
    filled: tuple[World, Actor, str], settings: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    world, writer, address = filled
    case_id, person_id = world.admitted["Klok Lyng"].case_id, world.admitted["Klok Lyng"].person_id
    settings.FIELD_KEY_DIRECTORY, settings.FIELD_KEYS = tmp_path, dict(settings.FIELD_KEYS)
    with psycopg.connect(address, autocommit=True) as superuser:
        (backup,) = superuser.execute(
            "SELECT wrapped FROM persons_datakey WHERE person_id = %s", [person_id]
        ).fetchall()
        call_command("keys", "rotate", batch=2)
        assert "master key 2 wraps 6 keys" in capsys.readouterr().out
        assert key_counts() == [(2, 6, 0)] and not is_behind()
        assert opened(writer, case_id) == MARK
        old = settings.FIELD_KEYS.pop(1)
        assert opened(writer, case_id) == MARK  # nothing needs the old key any more
        settings.FIELD_KEYS = {1: old}
        assert opened(writer, case_id) == MARK  # a process from before reads the new key from its file
        settings.FIELD_KEYS = {2: settings.FIELD_KEYS.get(2) or (tmp_path / "field-2").read_text()}
        _shred(superuser, writer, case_id, person_id, backup[0])


def _shred(superuser: Any, writer: Actor, case_id: int, person_id: int, backup: bytes) -> None:
    """The key destroyed, neither the rows nor an older backup of the key itself open anything."""
    with acting_as(writer):
        call("close_case", case_id, "settled")
        number = Identifier.objects.select_related("person").get(person_id=person_id)
    with acting_as(replace(writer, unit_roles={writer.unit_id: frozenset({Role.PRIVACY_OFFICER})})):
        assert call("destroy_key", person_id, "archive_receipt", "Kvittering 1")
    assert opened(writer, case_id) == "[Slettet]"
    with acting_as(writer):
        document = Document.objects.filter(case_id=case_id).latest("id")
        with pytest.raises(keys.Destroyed):
            keys.unseal(bytes(document.content), bound_to=f"cases_document:{document.key}:content")
    superuser.execute(
        "UPDATE persons_datakey SET wrapped = %s, master = 1, destroyed_at = NULL WHERE person_id = %s",
        [backup, person_id],
    )
    with acting_as(writer), pytest.raises(Undecipherable, match="master key 1"):
        keys.number_of(number.person.key, bytes(number.ciphertext))
