"""A superuser with a dump of everything finds no free text about anybody and no identity number; what lay
under another key before is moved. Which columns of free text are sealed: `test_sealed_columns`.

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
from hjemvei.accounts.models import Draft, Membership
from hjemvei.audit.models import OnceKey
from hjemvei.cases.actions.add_document import add_document
from hjemvei.cases.models import Document, Message, Task
from hjemvei.core.crypto import Undecipherable, encrypt, master_of
from hjemvei.core.db import call
from hjemvei.core.embedded import SUPERUSER, Server
from hjemvei.core.embedded_database import drop_database
from hjemvei.core.master_field import master_field
from hjemvei.exchange.kept_file import keep_file, kept_file
from hjemvei.exchange.models import RollFile, RollImport
from hjemvei.persons import keys
from hjemvei.persons.actions.link_duplicate import link_duplicate
from hjemvei.persons.models import Identifier, Person
from hjemvei.persons.rotation import encrypted_columns, is_behind, key_counts
from hjemvei.persons.rules import NumberChecker
from hjemvei.persons.sealing import ResealColumn, rewrite
from hjemvei.plans.models import Goal
from hjemvei.sharing.actions.tell_by_statute import tell_by_statute
from hjemvei.sharing.enums import ShareBasis
from hjemvei.sharing.models import ConsentEvent, HiddenDisclosure
from hjemvei.sharing.sealed import SealedText, text_of
from tests.conftest import NAME, point_at
from tests.guards.rows import case_row_models, fill, readable_row_models
from tests.world import PEOPLE, World

OWN = "hjemvei_plain_text"
MARK = "Fjellrevens hemmelige hule"
BYTES = re.compile(r"\\x[0-9a-f]*")
AT = dt.datetime(2026, 11, 16, 9, 0, tzinfo=dt.UTC)
NEVER_REWRITTEN: set[type[models.Model]] = {HiddenDisclosure, ConsentEvent}
"""The database refuses to change the text, also for whoever wrote it."""


def sealed_columns(model: type[models.Model]) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields if isinstance(field, SealedText)]


def test_the_hunt_has_something_to_find() -> None:
    assert sum(len(sealed_columns(model)) for model in case_row_models()) >= 30


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


@pytest.fixture
def spare(filled: tuple[World, Actor, str], database_server: Server) -> Iterator[tuple[World, Actor, str]]:
    """A copy of the copy, for what nobody can take back: a new key, and one destroyed."""
    world, writer, _address = filled
    name = f"{OWN}_spare"
    _close()
    with psycopg.connect(database_server.url(SUPERUSER, "postgres"), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {OWN}")  # type: ignore[arg-type]
    point_at(database_server, name)
    yield world, writer, database_server.url(SUPERUSER, name)
    _close()
    point_at(database_server, OWN)
    drop_database(database_server, name)


def _write(world: World, writer: Actor) -> None:
    case = world.case("Klok Lyng")
    for rows in fill(world, writer, case, at=AT).values():
        for row in rows:
            if type(row) in NEVER_REWRITTEN:
                continue
            columns = sealed_columns(type(row))
            for column in columns:
                setattr(row, column, MARK)
            if isinstance(row, Task):  # its words are staff's own in such a task alone
                row.code, columns = f"own_{row.pk}", [*columns, "code"]
            if columns:
                row.save(update_fields=columns)
    add_document(
        actor=writer, case=case, title="Papir", kind="paper", info_class=InfoClass.HOUSING,
        file_name="p.txt", content=MARK.encode(), at=AT,
    )  # fmt: skip
    tell_by_statute(
        actor=writer, case=case, basis=ShareBasis.STATUTE_DANGER, to_unit=world.unit("tk-nav"),
        classes=[InfoClass.IDENTITY], body=MARK, why=MARK, at=AT,
    )  # fmt: skip
    people = [Person.objects.get(pk=world.admitted[name].person_id) for name in ("Klok Lyng", "Tapper Foss")]
    link_duplicate(actor=writer, persons=people, reason=MARK, at=AT)
    under_master(writer)


def under_master(actor: Actor) -> dict[str, models.Model]:
    """A row of every table with something under the installation's key, encrypted by the first."""
    roll = RollImport.objects.create(
        owner_unit_id=actor.unit_id, loaded_by_id=actor.user_id, file_name="liste.csv",
        file_hash=b"x" * 32, roll_date=AT.date(), loaded_at=AT,
    )  # fmt: skip
    keep_file(roll, MARK.encode())
    who, key, path = actor.user_id, "k" * 16, "/saker/{x}/"
    kept = master_field(OnceKey, "body").encrypt(MARK, user_id=who, key=key)
    draft = master_field(Draft, "content").encrypt(MARK, user_id=who, path=path)
    rows = [
        RollFile.objects.get(roll=roll),
        Draft.objects.create(path=path, content=draft, saved_at=AT, user_id=who),
        OnceKey.objects.create(key=key, request_hash=b"x", status=200, body=kept, created_at=AT, user_id=who),
    ]
    return {row._meta.label: row for row in rows}


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


MOVED = {
    "sharing_consent": "explained",
    "persons_duplicatelink": "reason",
    "cases_document": "title",
    "cases_task": "title",
    "tenancies_firstnight": "source",
}


@pytest.mark.evidence  # most migrations back and forth again
def test_what_was_plain_until_now_is_sealed_and_every_row_agrees_with_the_log(
    filled: tuple[World, Actor, str],
) -> None:
    """Consents, links, titles: opened by the one way, sealed again by the other; a task's words leave its
    title, and the lists and lines that told them.
    """
    _world, writer, address = filled
    _close()
    for app, number in (("cases", "0020"), ("tenancies", "0004"), ("sharing", "0030"), ("persons", "0005")):
        call_command("migrate", app, number, database="owner", verbosity=0)
    assert all(MARK.encode() in stored(address, table, column) for table, column in MOVED.items())
    there = {table for table, _line in dump(address)}
    _close()
    call_command("migrate", database="owner", verbosity=0)
    left = {table for table, column in MOVED.items() if MARK.encode() in stored(address, table, column)}
    assert left == set() and not any(MARK in line for _table, line in dump(address))
    with acting_as(writer):
        assert {task.words for task in Task.objects.visible_to(writer)} == {MARK}
        assert MARK in {document.title for document in Document.objects.visible_to(writer)}
    with connections["worker"].cursor() as cursor:
        cursor.execute("SELECT table_name, finding FROM kernel.verify_rows()")
        assert [row for row in cursor.fetchall() if row[0] in there] == []  # others were made anew, empty


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


def test_a_message_under_the_installations_key_is_moved_and_what_was_erased_stays_gone(
    filled: tuple[World, Actor, str],
) -> None:
    """As an upgrade meets it: one message of somebody, and one of somebody whose key is destroyed."""
    world, _writer, address = filled
    operation = import_module("hjemvei.sharing.migrations.0030_sealed_messages").Migration.operations[0]
    (reseal,) = [one for one in operation.database_operations if isinstance(one, ResealColumn)]
    with psycopg.connect(address) as superuser, superuser.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("SELECT id, key, person_id FROM sharing_statutemessage")
        ((pk, key, person_id),) = cursor.fetchall()
        before = encrypt(MARK, bound_to=f"statute_message:{key}:body")
        moved = []
        for destroyed in (False, True):
            cursor.execute("UPDATE sharing_statutemessage SET body = %s WHERE id = %s", [before, pk])
            if destroyed:
                cursor.execute(
                    "UPDATE persons_datakey SET wrapped = '', master = 0, destroyed_at = now()"
                    " WHERE person_id = %s",
                    [person_id],
                )
            rewrite(cursor, "sharing_statutemessage", "body", reseal.moved, read=reseal.read)
            cursor.execute("SELECT body FROM sharing_statutemessage WHERE id = %s", [pk])
            moved += [value for (value,) in cursor.fetchall()]
        superuser.rollback()
    with acting_as(world.actor("Nils")):
        assert text_of(moved[0], bound_to=f"sharing_statutemessage:{key}:body") == MARK
    assert moved[1] == keys.gone(keys.key_number(moved[0]))


def test_a_new_master_key_wraps_everything_again_and_the_old_one_may_go(
    spare: tuple[World, Actor, str], settings: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    world, writer, address = spare
    case_id, person_id = world.admitted["Klok Lyng"].case_id, world.admitted["Klok Lyng"].person_id
    settings.FIELD_KEY_DIRECTORY, settings.FIELD_KEYS = tmp_path, dict(settings.FIELD_KEYS)
    with psycopg.connect(address, autocommit=True) as superuser:
        (backup,) = superuser.execute(
            "SELECT wrapped FROM persons_datakey WHERE person_id = %s", [person_id]
        ).fetchall()
        call_command("keys", "rotate", batch=2)
        assert "master key 2 wraps 6 keys" in capsys.readouterr().out
        assert key_counts() == [(2, 6, 0)] and not is_behind()
        every_column_is_moved(superuser)
        assert opened(writer, case_id) == MARK
        old = settings.FIELD_KEYS.pop(1)
        with acting_as(writer):
            roll, draft = RollImport.objects.latest("id"), Draft.objects.get(user_id=writer.user_id)
            assert kept_file(roll) == MARK.encode()
            place = {"user_id": draft.user_id, "path": draft.path}
            assert master_field(Draft, "content").decrypt(draft.content, **place) == MARK
        assert opened(writer, case_id) == MARK  # nothing needs the old key any more
        settings.FIELD_KEYS = {1: old}
        assert opened(writer, case_id) == MARK  # a process from before reads the new key from its file
        settings.FIELD_KEYS = {2: settings.FIELD_KEYS.get(2) or (tmp_path / "field-2").read_text()}
        _shred(superuser, writer, case_id, person_id, backup[0])


def every_column_is_moved(superuser: Any) -> None:
    """Which columns lie under the key the models say; a new one needs a row in `under_master`."""
    for model, field in encrypted_columns():
        found = superuser.execute(f'SELECT "{field.column}" FROM "{model._meta.db_table}"').fetchall()
        masters = {master_of(bytes(value)) for (value,) in found if value}
        assert masters == {2}, f"{model._meta.label}.{field.name}"


def _shred(superuser: Any, writer: Actor, case_id: int, person_id: int, backup: bytes) -> None:
    """The key destroyed, neither the rows nor an older backup of the key itself open anything."""
    with acting_as(writer):
        call("close_case", case_id, "settled")
        number = Identifier.objects.select_related("person").get(person_id=person_id)
    seat = {"user_id": writer.user_id, "unit_id": writer.unit_id, "starts_on": dt.date(2020, 1, 1)}
    Membership.objects.create(role=Role.RIGHTS_OFFICER, **seat)
    with acting_as(replace(writer, unit_roles={writer.unit_id: frozenset({Role.RIGHTS_OFFICER})})):
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
