"""A column of a logged table is added, altered or removed through `rls.logged_change`, or every older row
would look tampered with after the next upgrade.

What counts is the migrations themselves, in the order they run: a database of a test has no older rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.db import migrations, models
from django.db.migrations import Migration
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

from hjemvei.core import rls

LINES_OF_THEIR_OWN = ("audit", "0005_changed_columns")
OLDER = {("cases", "0003_document_about"), ("exchange", "0003_staging")}
"""Changes from before the log knew such lines: to depend on it would stop databases that have run them."""

SAME_COLUMN = (
    "blank",
    "choices",
    "db_constraint",
    "db_index",
    "default",
    "on_delete",
    "null",
    "related_name",
    "unique",
    "validators",
)
TRIGGER = re.compile(r"CREATE TRIGGER (\w+)_log_insert\b")
BY_HAND = re.compile(
    r'ALTER\s+TABLE\s+(?:IF\s+EXISTS\s+)?(?:ONLY\s+)?(?:public\.)?"?(\w+)"?(?=[^;]*?\s(?:'
    r"(?:ADD|RENAME)\s+(?!CONSTRAINT|UNIQUE|CHECK|FOREIGN|PRIMARY|EXCLUDE)|DROP\s+(?!CONSTRAINT)|"
    r"ALTER\s+\w[^;]*?\sTYPE\s))",
    re.IGNORECASE,
)
Columns = dict[str, dict[str, str]]


def in_order() -> Iterator[Migration]:
    loader = MigrationLoader(None)
    seen = set()
    for leaf in loader.graph.leaf_nodes():
        for key in loader.graph.forwards_plan(leaf):
            if key not in seen:
                seen.add(key)
                yield loader.graph.nodes[key]


def columns_of(state: ProjectState, app: str) -> Columns:
    """What a row's text is made of: each table's columns and their kinds."""
    found: Columns = {}
    for (label, name), model in state.models.items():
        if label == app:
            table = model.options.get("db_table") or f"{label}_{name}"
            found[table] = {field: kind(one) for field, one in model.fields.items() if not one.many_to_many}
    return found


def kind(field: models.Field[object, object]) -> str:
    _name, path, _places, given = field.deconstruct()
    return f"{path} {sorted((key, str(value)) for key, value in given.items() if key not in SAME_COLUMN)}"


def statements(operation: Operation) -> str:
    if not isinstance(operation, migrations.RunSQL):
        return ""
    texts = [operation.sql] if isinstance(operation.sql, str) else operation.sql
    return "\n".join(text if isinstance(text, str) else str(text[0]) for text in texts)


def bare(operation: Operation, *, app: str, state: ProjectState, logged: set[str]) -> set[str]:
    """Logged tables whose columns the operation changes without a word to the log.

    Moves `state` and `logged` on.
    """
    before = columns_of(state, app)
    operation.state_forwards(app, state)
    if isinstance(operation, rls.LoggedChange):
        assert operation.table in logged, f"{operation.by}: {operation.table} is not logged yet"
        changed = touched(before, columns_of(state, app), operation.database_operations)
        assert changed == {operation.table}, (
            f"{operation.by}: {operation.table} is logged anew, {changed} change"
        )
        return set()
    parts = getattr(operation, "database_operations", [operation])
    changed = touched(before, columns_of(state, app), parts)
    for part in parts:
        logged |= set(TRIGGER.findall(statements(part)))
    return changed & logged


def touched(before: Columns, after: Columns, operations: list[Operation]) -> set[str]:
    gone = {
        f"{name}"
        for one in operations
        if isinstance(one, migrations.DeleteModel)
        for name in [one.name_lower]
    }
    by_state = {
        table
        for table, columns in before.items()
        if after.get(table) != columns and not any(table.endswith(f"_{name}") for name in gone)
    }
    return by_state | {table for one in operations for table in BY_HAND.findall(statements(one))}


def test_columns_of_logged_tables_change_through_the_log() -> None:
    state, logged, wrong = ProjectState(), set[str](), []
    for migration in in_order():
        for operation in migration.operations:
            tables = bare(operation, app=migration.app_label, state=state, logged=logged)
            wrong += [f"{migration}: {table} needs rls.logged_change" for table in tables]
    assert wrong == []
    assert len(logged) > 20


def test_own_migrations_run_no_python_that_could_change_a_table() -> None:
    for migration in in_order():
        if type(migration).__module__.startswith("hjemvei."):
            assert not any(isinstance(one, migrations.RunPython) for one in migration.operations), migration


def test_a_logged_change_names_its_migration_and_has_what_it_needs() -> None:
    loader = MigrationLoader(None)
    found = 0
    for migration in in_order():
        for one in migration.operations:
            if isinstance(one, rls.LoggedChange):
                found += 1
                key = (migration.app_label, migration.name)
                assert one.by == ".".join(key)
                assert migration.atomic, one.by
                assert key in OLDER or LINES_OF_THEIR_OWN in loader.graph.forwards_plan(key), one.by
    assert found >= len(OLDER)


ADD = migrations.AddField("person", "nickname", models.CharField(default="", max_length=40))
WIDER = migrations.AlterField("person", "family_name", models.TextField())
BY = "hjemvei.persons.migrations.0999_nickname"


@pytest.mark.parametrize(
    "operation",
    [
        ADD,
        WIDER,
        migrations.RemoveField("person", "language"),
        migrations.RenameField("person", "language", "tongue"),
        migrations.RenameModel("person", "human"),
        migrations.AlterModelTable("person", "people"),
        migrations.RunSQL("ALTER TABLE persons_person ADD nickname text"),
        migrations.RunSQL(["SELECT 1", "ALTER TABLE ONLY public.persons_person\n ADD COLUMN nickname text"]),
        migrations.RunSQL([("ALTER TABLE persons_person ALTER COLUMN language TYPE text", None)]),
        migrations.RunSQL('alter table "persons_person" drop column language'),
        migrations.RunSQL("ALTER TABLE persons_person ADD CONSTRAINT one CHECK (true), ADD nickname text"),
        migrations.SeparateDatabaseAndState([migrations.RunSQL("ALTER TABLE persons_person DROP language")]),
    ],
    ids=lambda one: one.describe()[:60],
)
def test_the_guard_sees_a_bare_change(operation: Operation) -> None:
    state = MigrationLoader(None).project_state()
    assert bare(operation, app="persons", state=state, logged={"persons_person"}) == {"persons_person"}


@pytest.mark.parametrize(
    "operation",
    [
        rls.logged_change("persons_person", [ADD], by=BY),
        migrations.AddField("identifier", "note", models.TextField()),
        migrations.AlterField("person", "language", models.CharField(max_length=8, db_index=True)),
        migrations.DeleteModel("person"),
        migrations.RunSQL(
            "ALTER TABLE persons_person ADD CONSTRAINT one CHECK (true), DROP CONSTRAINT other"
        ),
        migrations.RunSQL("ALTER TABLE persons_person ENABLE ROW LEVEL SECURITY"),
        migrations.RunSQL("ALTER TABLE persons_identifier ADD note text"),
    ],
    ids=lambda one: one.describe()[:60],
)
def test_the_guard_lets_pass_what_leaves_the_rows_as_they_are(operation: Operation) -> None:
    state = MigrationLoader(None).project_state()
    assert bare(operation, app="persons", state=state, logged={"persons_person"}) == set()
