"""Migrations that seal what stood as text: one operation for a column, run within `rls.logged_change`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.core.management import CommandError
from django.db import connections
from django.db.migrations import AlterField
from django.db.migrations.operations.base import Operation

from hjemvei.core.crypto import decrypt, unlocked
from hjemvei.persons import keys

BATCH = 2000
NO_TRIGGERS = "ALTER TABLE {table} {way} TRIGGER USER"
KEYLESS = """
SELECT id FROM persons_person p WHERE NOT EXISTS (SELECT 1 FROM persons_datakey k WHERE k.person_id = p.id)
"""
NEW_KEYS = """
INSERT INTO persons_datakey (id, person_id, wrapped, master)
SELECT * FROM unnest(%s::bigint[], %s::bigint[], %s::bytea[], %s::int[])
"""
NEW_VALUES = """
UPDATE {table} t SET {column} = n.value
FROM unnest(%s::bigint[], %s::bytea[]) AS n(id, value) WHERE t.id = n.id
"""
OF_CASE = """
SELECT t.id, t.key, t.{column}, k.id, k.wrapped, k.master FROM {table} t
LEFT JOIN LATERAL (SELECT q.person_id FROM sharing_participation q WHERE q.case_id = t.case_id
                   AND q.controller_id = t.controller_id ORDER BY q.id DESC LIMIT 1) q ON true
LEFT JOIN sharing_case c ON c.id = t.case_id
LEFT JOIN persons_datakey k ON k.person_id = coalesce(q.person_id, c.person_id)
WHERE t.id > %s AND octet_length(t.{column}) > 0 ORDER BY t.id LIMIT {batch}
"""
OF_PERSON = """
SELECT t.id, p.key, t.{column}, k.id, k.wrapped, k.master FROM {table} t
JOIN persons_person p ON p.id = t.person_id JOIN persons_datakey k ON k.person_id = p.id
WHERE t.id > %s AND octet_length(t.{column}) > 0 ORDER BY t.id LIMIT {batch}
"""
# A row that names its person itself and has a key of its own; `column` says which reference.
OF_NAMED_PERSON = """
SELECT t.id, t.key, t.{column}, k.id, k.wrapped, k.master FROM {table} t
JOIN persons_datakey k ON k.person_id = t.PERSON
WHERE t.id > %s AND octet_length(t.{column}) > 0 ORDER BY t.id LIMIT {batch}
"""
ERASED = "[Slettet]"

Way = Callable[[keys.DataKey, bytes, str], bytes]


def of_named_person(reference: str) -> str:
    """How the rows of a table are found whose `reference` is the person they are about."""
    return OF_NAMED_PERSON.replace("PERSON", reference)


def make_keys(cursor: Any) -> None:
    cursor.execute(KEYLESS)
    people = [person_id for (person_id,) in cursor.fetchall()]
    for start in range(0, len(people), BATCH):
        batch = people[start : start + BATCH]
        made = [keys.fresh_key() for _person in batch]
        numbers, masters = [one.key.number for one in made], [one.master for one in made]
        cursor.execute(NEW_KEYS, [numbers, batch, [one.wrapped for one in made], masters])


def sealed(key: keys.DataKey, content: bytes, place: str) -> bytes:
    return keys.seal(key, content, bound_to=place)


def opened(key: keys.DataKey, content: bytes, place: str) -> bytes:
    return unlocked(key.cipher, content[1 + keys.NUMBER_BYTES :], bound_to=place)


def rewrite(
    cursor: Any,
    table: str,
    column: str,
    way: Way,
    *,
    read: str = OF_CASE,
    batch: int = BATCH,
    erased: Callable[[int], bytes] = keys.gone,
) -> None:
    """Every value of a column anew, `batch` rows at a time. Of somebody whose key is destroyed nothing is
    kept: there stands what `erased` makes of the key's number.
    """
    last = 0
    asked = read.format(table=table, column=column, batch=batch)
    written = NEW_VALUES.format(table=table, column=column)
    while True:
        cursor.execute(asked, [last])
        rows = cursor.fetchall()
        if not rows:
            return
        new = [
            erased(row[3])
            if row[3] is not None and not row[4]
            else way(_key(*row[3:]), bytes(row[2]), f"{table}:{row[1]}:{column}")
            for row in rows
        ]
        cursor.execute(written, [[row[0] for row in rows], new])
        last = rows[-1][0]


class MakeKeys(Operation):
    """A key for every person record that has none."""

    reversible = True

    def state_forwards(self, app_label: str, state: Any) -> None:
        return None

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        if schema_editor.collect_sql:
            return
        with connections[schema_editor.connection.alias].cursor() as cursor:
            make_keys(cursor)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        return None

    def describe(self) -> str:
        return "Make a key for every person"


class SealColumn(AlterField):
    """A text column becomes one of sealed bytes, in place; back again, it is opened. `read` where a row's
    person is not that of its case.
    """

    batch = BATCH

    def __init__(self, model_name: str, name: str, field: Any, *, read: str = OF_CASE) -> None:
        super().__init__(model_name, name, field)
        self.read = read

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        table, column = self._place(app_label, to_state)
        change = f"ALTER COLUMN {column} TYPE bytea USING convert_to({column}, 'UTF8')"
        schema_editor.execute(f"ALTER TABLE {table} ALTER COLUMN {column} DROP DEFAULT, {change}")
        self._rewrite(schema_editor, table, column, sealed)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        table, column = self._place(app_label, to_state)
        kind = to_state.apps.get_model(app_label, self.model_name)._meta.get_field(self.name)
        self._rewrite(schema_editor, table, column, opened, erased=lambda _number: ERASED.encode())
        kind_of = kind.db_type(schema_editor.connection)
        schema_editor.execute(
            f"ALTER TABLE {table} ALTER COLUMN {column} TYPE {kind_of} USING convert_from({column}, 'UTF8')"
        )

    def _place(self, app_label: str, state: Any) -> tuple[str, str]:
        model = state.apps.get_model(app_label, self.model_name)
        return model._meta.db_table, model._meta.get_field(self.name).column

    def _rewrite(
        self,
        schema_editor: Any,
        table: str,
        column: str,
        way: Way,
        *,
        erased: Callable[[int], bytes] = keys.gone,
    ) -> None:
        """Triggers rest meanwhile: `logged_change` logs every row anew. References of rows that this
        transaction has written are checked at once: a table with checks ahead can't be altered.
        """
        if schema_editor.collect_sql:
            return
        schema_editor.execute(NO_TRIGGERS.format(table=table, way="DISABLE"))
        with connections[schema_editor.connection.alias].cursor() as cursor:
            rewrite(cursor, table, column, way, read=self.read, batch=self.batch, erased=erased)
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        schema_editor.execute(NO_TRIGGERS.format(table=table, way="ENABLE"))


class ResealColumn(SealColumn):
    """A column that the master key encrypted is sealed by the person's own key instead."""

    def __init__(
        self,
        model_name: str,
        name: str,
        field: Any,
        *,
        was_bound_to: str,
        of_person: bool = False,
        read: str = "",
    ) -> None:
        super().__init__(model_name, name, field, read=read or (OF_PERSON if of_person else OF_CASE))
        self.was_bound_to = was_bound_to

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        table, column = self._place(app_label, to_state)
        self._rewrite(schema_editor, table, column, self.moved)

    def moved(self, key: keys.DataKey, content: bytes, place: str) -> bytes:
        plain = decrypt(content, bound_to=self.was_bound_to.format(key=place.split(":")[1]))
        return keys.seal(key, self.plain(plain), bound_to=place)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        raise CommandError(f"{self.model_name}.{self.name} stays sealed: restore a backup instead.")

    def plain(self, text: str) -> bytes:
        return text.encode()


def _key(number: int | None, wrapped: bytes, by: int) -> keys.DataKey:
    if number is None:
        raise CommandError(
            "A row belongs to no person: nothing is sealed. Look for rows without a participation."
        )
    return keys.DataKey(number, AESGCM(keys.unwrap(number, wrapped, by)))
