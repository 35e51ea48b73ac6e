"""Row-level security as migration operations: one form for each kind of table, so that no policy is written
by hand twice.

Kinds: a case's child (one class, or its own `info_class`), a unit's rows, an open reference table. The
guard in `tests/guards` compares `pg_policies` with what each model declares.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.management import CommandError
from django.db import connections, migrations
from django.db.migrations.operations.base import Operation

UNITS = "current_setting('hjemvei.units')::int[]"
USER = "current_setting('hjemvei.user')::int"
KERNEL = "hjemvei_kernel"
WORKER = "hjemvei_worker"
CLEARANCE = "current_setting('hjemvei.clearance')::int"
ROW_HASH = "sha256(s.salt || convert_to(to_jsonb(r)::text, 'UTF8'))"
SALTED = "public.audit_rowsalt s ON s.table_name = '{table}' AND s.row_id = r.id"
DIFFERING = f"""
WITH newest AS (
  SELECT DISTINCT ON (l.row_id) l.row_id, l.operation, l.row_hash
  FROM public.audit_changelog l WHERE l.table_name = '{{table}}' ORDER BY l.row_id, l.id DESC)
SELECT count(*), min(coalesce(n.row_id, r.id))
FROM newest n FULL JOIN public.{{table}} r ON r.id = n.row_id LEFT JOIN {SALTED}
WHERE CASE WHEN r.id IS NULL THEN n.operation <> 'D'
           ELSE n.row_id IS NULL OR n.operation = 'D' OR n.row_hash IS DISTINCT FROM {ROW_HASH} END
"""
LOG_ANEW = f"""
INSERT INTO public.audit_changelog
       (at, transaction, table_name, row_id, operation, user_id, unit_id, purpose, row_hash)
SELECT clock_timestamp(), pg_current_xact_id()::text::bigint, '{{table}}', r.id, 'S', 0, 0, '{{by}}',
       {ROW_HASH}
FROM public.{{table}} r JOIN {SALTED}
"""


def cleared(column: str, clearance: str = CLEARANCE) -> str:
    """May somebody with this clearance see a row under this protection? Two bits grade the address, a third
    is the shield of staff and their families; an unset clearance (-1) is below all.
    """
    return f"({column} <= {clearance} AND ({column} & 3) <= ({clearance} & 3))"


def run(forward: Sequence[str], backward: Sequence[str]) -> migrations.RunSQL:
    """One operation of several statements, each given whole."""
    return migrations.RunSQL([*forward], [*backward])


def keys(info_class: int | None) -> str:
    """The session's keys for one class, or for the row's own `info_class`."""
    return (
        "kernel.keys_of(t.info_class)"
        if info_class is None
        else f"current_setting('hjemvei.keys_{info_class}')::int[]"
    )


def case_child(
    table: str, *, info_class: int | None, to_unit: str = "", extra: str = ""
) -> list[migrations.RunSQL]:
    """Policies of a table whose rows hang on a case.

    Seen: the case is seen, and the owner's key, a grant by the row's controller, or (where `to_unit` names a
    column) being
    its receiver, or `extra`. Written, new or changed: seen, and a participation that may write; that alone
    does not tell that the unit's member is cleared, unrelated and not shut out.
    """
    held = keys(info_class)
    number = "t.info_class" if info_class is None else str(info_class)
    ways = [
        f"t.owner_unit_id * 16 + {number} = ANY ({held})",
        "EXISTS (SELECT 1 FROM sharing_grant g WHERE g.case_id = t.case_id"
        f" AND g.giver_id = t.controller_id AND g.keys && {held}"
        " AND g.starts_at <= now() AND g.ends_at > now())",
    ]
    if to_unit:
        ways.append(f"t.{to_unit} * 16 + {number} = ANY ({held})")
    if extra:
        ways.append(extra)
    seen = f"EXISTS (SELECT 1 FROM sharing_case c WHERE c.id = t.case_id) AND ({' OR '.join(ways)})"
    may_write = (
        "EXISTS (SELECT 1 FROM sharing_participation p WHERE p.case_id = t.case_id"
        f" AND p.unit_id = ANY ({UNITS}) AND p.can_write AND p.starts_at <= now() AND p.ends_at > now())"
    )
    own = f"t.owner_unit_id = ANY ({UNITS}) AND t.controller_id = current_setting('hjemvei.controller')::int"
    insert, update = f"{seen} AND {own} AND {may_write}", f"{seen} AND {may_write}"
    return policies(table, select=seen, insert=insert, update=update)


def unit_rows(
    table: str, *, unit: str = "owner_unit_id", also: str = "", update: str = ""
) -> list[migrations.RunSQL]:
    """Policies of a table whose rows belong to one unit; `also` adds a second way to see them."""
    mine = f"t.{unit} = ANY ({UNITS})"
    seen = f"({mine} OR {also})" if also else mine
    return policies(table, select=seen, insert=mine, update=update or seen)


def policies(
    table: str, *, select: str, insert: str = "false", update: str = "false"
) -> list[migrations.RunSQL]:
    """Enable row-level security; the row is called `t` in the expressions. Nothing may be deleted.

    FORCE, which binds the tables' owner too, is off while migrations run and set after them (`core.forcing`).
    """

    def named(expression: str) -> str:
        return re.sub(r"\bt\.", f"{table}.", expression)

    forward = [
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        f"CREATE POLICY {table}_kernel ON {table} TO {KERNEL} USING (true) WITH CHECK (true)",
        f"CREATE POLICY {table}_select ON {table} FOR SELECT USING ({named(select)})",
        f"CREATE POLICY {table}_insert ON {table} FOR INSERT WITH CHECK ({named(insert)})",
        f"CREATE POLICY {table}_update ON {table} FOR UPDATE"
        f" USING ({named(update)}) WITH CHECK ({named(update)})",
    ]
    backward = [f"DROP POLICY {table}_{name} ON {table}" for name in ("kernel", "select", "insert", "update")]
    backward.append(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")
    return [run(forward, backward)]


def logged(table: str) -> list[migrations.RunSQL]:
    """Write every change of the table to the append-only change log (`audit`)."""
    forward, backward = [], []
    for verb, tables in (
        ("INSERT", "NEW TABLE AS new_rows"),
        ("UPDATE", "OLD TABLE AS old_rows NEW TABLE AS new_rows"),
        ("DELETE", "OLD TABLE AS old_rows"),
    ):
        name = f"{table}_log_{verb.lower()}"
        forward.append(
            f"CREATE TRIGGER {name} AFTER {verb} ON {table} REFERENCING {tables}"
            " FOR EACH STATEMENT EXECUTE FUNCTION kernel.log_change()"
        )
        backward.append(f"DROP TRIGGER {name} ON {table}")
    return [run(forward, backward)]


class LoggedChange(migrations.SeparateDatabaseAndState):
    """See `logged_change`. Both ways the same: nothing may differ before, every row has a new line after."""

    def __init__(self, table: str, operations: Sequence[Operation], *, by: str) -> None:
        super().__init__(database_operations=[*operations], state_operations=[*operations])
        self.table, self.by = table, by

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        self._begin(schema_editor)
        super().database_forwards(app_label, schema_editor, from_state, to_state)
        self._log_anew(schema_editor)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        self._begin(schema_editor)
        super().database_backwards(app_label, schema_editor, from_state, to_state)
        self._log_anew(schema_editor)

    def describe(self) -> str:
        return f"Change {self.table} and log its rows anew"

    def _begin(self, editor: Any) -> None:
        """Raises CommandError where a row and its newest line differ, or outside a transaction."""
        if not editor.connection.in_atomic_block:
            raise CommandError(f"{self.by}: a change of a logged table needs a transaction (atomic = True).")
        editor.execute(f"LOCK TABLE {self.table} IN ACCESS EXCLUSIVE MODE")
        editor.execute("SET LOCAL timezone = 'UTC'")  # as the trigger: moments are hashed as text
        editor.execute(f"SET LOCAL hjemvei.purpose = '{self.by}'")
        count, first = (0, None) if editor.collect_sql else self._differing(editor.connection.alias)
        editor.execute("SET LOCAL row_security = on")  # for the trigger, should the operations change rows
        if count:
            raise CommandError(
                f"{self.by} is not applied: {count} rows of {self.table} differ from the change log (first:"
                f" {first}), and would be logged anew as they stand. Run `hjemvei audit-verify`."
            )

    def _differing(self, using: str) -> tuple[int, int | None]:
        with connections[using].cursor() as cursor:
            cursor.execute(DIFFERING.format(table=self.table))
            count, first = cursor.fetchone()
        return count, first

    def _log_anew(self, editor: Any) -> None:
        """With `row_security = off`, as the owner has it, what policies would hide raises instead."""
        editor.execute("SET LOCAL row_security = off")
        editor.execute(LOG_ANEW.format(table=self.table, by=self.by))


def logged_change(table: str, operations: Sequence[Operation], *, by: str) -> LoggedChange:
    """Add, alter or remove columns of a table that is `logged` already; `by` is the migration's `__name__`.

    The log holds a hash of the whole row, so a new column makes every older row look tampered with. In the
    migration's own transaction: refused if a row differs from its newest line, then `operations`, then for
    each row a line of the kind S with the hash of its new form. Such a line has no user; its purpose is the
    migration. The tables' owner does it, so nothing stays in the database that could log a row anew.
    """
    app, _, name = by.removeprefix("hjemvei.").partition(".migrations.")
    return LoggedChange(table, operations, by=f"{app}.{name}")


def function(signature: str, body: str, *, execute: str = "hjemvei_app, hjemvei_worker") -> migrations.RunSQL:
    """A kernel function: owned by the kernel's role, fixed search path, callable by `execute` alone.

    `signature` is `name(arguments) RETURNS type LANGUAGE … [STABLE]`; qualified names only in the body.
    """
    bare = signature.split("RETURNS")[0].strip()
    forward = [
        f"SET LOCAL ROLE {KERNEL}",
        "SET LOCAL check_function_bodies = off",
        f"CREATE OR REPLACE FUNCTION kernel.{signature} SECURITY DEFINER"
        f" SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $kernel${body}$kernel$",
        f"REVOKE ALL ON FUNCTION kernel.{bare} FROM PUBLIC",
        f"GRANT EXECUTE ON FUNCTION kernel.{bare} TO {execute or 'hjemvei_owner'}",
        "RESET ROLE",
    ]
    backward = [f"SET LOCAL ROLE {KERNEL}", f"DROP FUNCTION kernel.{bare}", "RESET ROLE"]
    return run(forward, backward)


def no_writes(table: str, *, commands: str = "INSERT, UPDATE, DELETE") -> migrations.RunSQL:
    """Only kernel functions write this table."""
    return run(
        [f"REVOKE {commands} ON {table} FROM hjemvei_app, hjemvei_worker"],
        [f"GRANT INSERT, UPDATE ON {table} TO hjemvei_app"],
    )


def may_delete(table: str, *, roles: str = "hjemvei_app, hjemvei_worker") -> migrations.RunSQL:
    """Bookkeeping without personal data (sessions, drafts, staging) may be deleted."""
    return run([f"GRANT DELETE ON {table} TO {roles}"], [f"REVOKE DELETE ON {table} FROM {roles}"])


def in_case(table: str) -> migrations.RunSQL:
    """Let other rows of the same case refer to this table by `(case_id, id)`."""
    return run(
        [f"ALTER TABLE {table} ADD CONSTRAINT {table}_in_case UNIQUE (case_id, id)"],
        [f"ALTER TABLE {table} DROP CONSTRAINT {table}_in_case"],
    )


def same_case(table: str, column: str, target: str) -> migrations.RunSQL:
    """A reference that cannot leave its case: foreign keys ignore row-level security, composite ones stay
    inside.
    """
    name = f"{table}_{column}_same_case"
    return run(
        [
            f"ALTER TABLE {table} ADD CONSTRAINT {name} FOREIGN KEY (case_id, {column})"
            f" REFERENCES {target} (case_id, id) DEFERRABLE INITIALLY DEFERRED"
        ],
        [f"ALTER TABLE {table} DROP CONSTRAINT {name}"],
    )


def without_indexes(indexes: Mapping[str, str]) -> migrations.RunSQL:
    """Drop indexes that Django makes unasked: by name, with table and columns for the way back."""
    return run(
        [f"DROP INDEX IF EXISTS {name}" for name in indexes],
        [f"CREATE INDEX {name} ON {columns}" for name, columns in indexes.items()],
    )
