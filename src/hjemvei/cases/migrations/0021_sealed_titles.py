"""What staff call a document or a task of their own is sealed by the person's key (ADR-0018). Titles that the agreement
gives a task stay: lists count and sort by them.
"""

from __future__ import annotations

from typing import Any

from django.db import connections, migrations

from hjemvei.core import rls
from hjemvei.persons.sealing import ERASED, NO_TRIGGERS, opened, rewrite, sealed
from hjemvei.sharing.sealed import SealedText
from hjemvei.sharing.sealed_columns import DEPENDS, optional, seal_columns

OWN = "Egen oppgave"
ITS_OWN = f"starts_with(t.code, 'own_') AND t.title NOT IN ('', '{OWN}')"
TOLD = f"""
UPDATE cases_event e SET values = jsonb_set(e.values, '{{task}}', to_jsonb('{OWN}'::text)) FROM cases_task t
WHERE t.case_id = e.case_id AND e.values->>'task' = t.title AND {ITS_OWN}
"""
LISTED = f"""
UPDATE cases_caseload l SET next_task = '{OWN}' FROM cases_task t
WHERE t.case_id = l.case_id AND t.title = l.next_task AND {ITS_OWN}
"""
MOVED = f"UPDATE cases_task t SET words = convert_to(t.title, 'UTF8'), title = '{OWN}' WHERE {ITS_OWN}"
BACK = "UPDATE cases_task t SET title = convert_from(t.words, 'UTF8') WHERE octet_length(t.words) > 0"


class AddWords(migrations.AddField):
    """The column, with what stood in the title; a list that showed it shows what such a task is called."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        super().database_forwards(app_label, schema_editor, from_state, to_state)
        if schema_editor.collect_sql:
            return
        schema_editor.execute(NO_TRIGGERS.format(table="cases_task", way="DISABLE"))
        with connections[schema_editor.connection.alias].cursor() as cursor:
            cursor.execute(LISTED)
            cursor.execute(MOVED)
            rewrite(cursor, "cases_task", "words", sealed)
            _check(cursor)
        schema_editor.execute(NO_TRIGGERS.format(table="cases_task", way="ENABLE"))

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        schema_editor.execute(NO_TRIGGERS.format(table="cases_task", way="DISABLE"))
        with connections[schema_editor.connection.alias].cursor() as cursor:
            rewrite(cursor, "cases_task", "words", opened, erased=lambda _number: ERASED.encode())
            cursor.execute(BACK)
            _check(cursor)
        schema_editor.execute(NO_TRIGGERS.format(table="cases_task", way="ENABLE"))
        super().database_backwards(app_label, schema_editor, from_state, to_state)


def _check(cursor: Any) -> None:
    """At once: a table with checks ahead can't be altered."""
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    cursor.execute("SET CONSTRAINTS ALL DEFERRED")


class Migration(migrations.Migration):
    dependencies = [("cases", "0020_stop_what_waits"), *DEPENDS]
    operations = [
        rls.run(
            [
                "SET LOCAL row_security = on",
                "SET LOCAL hjemvei.purpose = 'cases.0021_sealed_titles'",
                TOLD,
                "SET CONSTRAINTS ALL IMMEDIATE",
                "SET LOCAL row_security = off",
            ],
            ["SELECT 1"],
        ),
        rls.logged_change("cases_task", [AddWords("task", "words", optional())], by=__name__),
        seal_columns("cases_document", {"title": SealedText()}, by=__name__),
    ]
