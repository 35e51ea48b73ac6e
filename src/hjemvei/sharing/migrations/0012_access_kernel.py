"""Rules of access in the database: protections of two kinds, relations, and emergency access for one user (ADR-0017)."""

from __future__ import annotations

from importlib import import_module

from django.db import migrations

from hjemvei.core import rls
from hjemvei.sharing.migrations import _access_sql as sql
from hjemvei.sharing.migrations import _kernel_sql as before

person = import_module("hjemvei.sharing.migrations.0009_person")
data_keys = import_module("hjemvei.sharing.migrations.0010_data_keys")
GRADED = "t.protection <= current_setting('hjemvei.clearance')::int"
SEEN = (
    f"t.access_units && {rls.UNITS} AND {rls.cleared('t.protection')} AND {rls.USER} <> ALL (t.blocked_users)"
)
OLD_SEEN = f"t.access_units && {rls.UNITS} AND {GRADED} AND {rls.USER} <> ALL (t.blocked_users)"
IN_FORCE = f"p.unit_id = ANY ({rls.UNITS}) AND p.starts_at <= now() AND p.ends_at > now()"
POLICIES = (
    ("sharing_case", "case_id", ("select",)),
    ("persons_person", "person_id", ("select", "update")),
)
SIGNATURES = {
    "refresh": "refresh(case_ids bigint[]) RETURNS void LANGUAGE plpgsql",
    "may_write": "may_write(in_case bigint) RETURNS boolean LANGUAGE sql STABLE",
    "may_open": "may_open(in_person bigint) RETURNS boolean LANGUAGE plpgsql STABLE",
    "set_protection": "set_protection(in_case bigint, grade int) RETURNS void LANGUAGE plpgsql",
    "participants": "participants(in_case bigint)"
    " RETURNS TABLE (unit_id int, basis text, starts_at timestamptz, ends_at timestamptz) LANGUAGE sql STABLE",
}
MINE = f"t.user_id = {rls.USER}"
CASE_IN_SIGHT = "EXISTS (SELECT 1 FROM sharing_case c WHERE c.id = t.case_id)"
OWN_CONTROLLER = "t.controller_id = current_setting('hjemvei.controller')::int"


def altered(seen: str) -> list[str]:
    """The policies of cases and people: the array decides, and past `visible_until` an exact look."""
    statements = []
    for table, column, commands in POLICIES:
        probe = f"EXISTS (SELECT 1 FROM sharing_participation p WHERE p.{column} = t.id AND {IN_FORCE})"
        said = f"{seen} AND (t.visible_until > now() OR {probe})".replace("t.", f"{table}.")
        for command in commands:
            check = f" WITH CHECK ({said})" if command == "update" else ""
            statements.append(f"ALTER POLICY {table}_{command} ON {table} USING ({said}){check}")
    return statements


def changed(
    name: str, new: str, old: str, *, execute: str = "hjemvei_app, hjemvei_worker"
) -> migrations.RunSQL:
    signature = SIGNATURES[name]
    return migrations.RunSQL(
        rls.function(signature, new, execute=execute).sql, rls.function(signature, old, execute=execute).sql
    )


def trigger(table: str, event: str) -> migrations.RunSQL:
    name = f"{table}_screen_{event.lower()}"
    return rls.run(
        [
            f"CREATE TRIGGER {name} AFTER {event} ON {table} REFERENCING NEW TABLE AS new_rows"
            " FOR EACH STATEMENT EXECUTE FUNCTION kernel.screen_new()"
        ],
        [f"DROP TRIGGER {name} ON {table}"],
    )


class Migration(migrations.Migration):
    dependencies = [
        ("sharing", "0011_access_rules"),
        ("persons", "0005_access_rules"),
        ("accounts", "0008_access_rules"),
        ("audit", "0005_changed_columns"),
    ]
    operations = [
        *rls.policies(
            "sharing_relation",
            select=f"{MINE} OR t.recorded_by_id = {rls.USER} OR ({OWN_CONTROLLER} AND {CASE_IN_SIGHT})",
        ),
        *rls.policies(
            "sharing_breakglass",
            select=f"{MINE} OR {CASE_IN_SIGHT} OR ({OWN_CONTROLLER} AND {sql.OFFICER.replace('public.', '')})",
        ),
        *rls.case_child("sharing_protectionchange", info_class=1),
        rls.no_writes("sharing_relation"),
        rls.no_writes("sharing_breakglass"),
        *[
            operation
            for table in ("sharing_relation", "sharing_breakglass", "sharing_protectionchange")
            for operation in rls.logged(table)
        ],
        rls.run(altered(SEEN), altered(OLD_SEEN)),
        changed("refresh", sql.REFRESH, before.REFRESH, execute="hjemvei_worker"),
        changed("may_write", sql.MAY_WRITE, person.MAY_WRITE),
        changed(
            "may_open",
            sql.MAY_OPEN,
            data_keys.MAY_OPEN,
            execute="hjemvei_app, hjemvei_portal, hjemvei_deed",
        ),
        changed("participants", sql.PARTICIPANTS, before.PARTICIPANTS),
        rls.function(
            "related_cases(in_case bigint) RETURNS bigint[] LANGUAGE sql STABLE",
            sql.RELATED_CASES,
            execute="",
        ),
        rls.function("screen(case_ids bigint[]) RETURNS void LANGUAGE plpgsql", sql.SCREEN, execute=""),
        rls.function("screen_new() RETURNS trigger LANGUAGE plpgsql", sql.SCREEN_NEW, execute=""),
        changed("set_protection", sql.SET_PROTECTION, before.SET_PROTECTION),
        trigger("sharing_participation", "INSERT"),
        trigger("persons_identifier", "INSERT"),
        trigger("persons_identifier", "UPDATE"),
        rls.function(
            "declare_relation(who int, kind text, number bytea, digits text, in_case bigint, new_key text)"
            " RETURNS bigint LANGUAGE plpgsql",
            sql.DECLARE_RELATION,
            execute="hjemvei_app",
        ),
        rls.function(
            "lift_relation(in_relation bigint, reason text) RETURNS void LANGUAGE plpgsql",
            sql.LIFT_RELATION,
            execute="hjemvei_app",
        ),
        rls.function(
            "protect(in_case bigint, in_unit int, value int, reason text, at timestamptz, new_key text)"
            " RETURNS bigint LANGUAGE plpgsql",
            sql.PROTECT,
            execute="hjemvei_app",
        ),
        rls.function(
            "access_facts(in_key text) RETURNS TABLE (case_id bigint, protection int, is_blocked boolean,"
            " relation text, takes_part boolean, is_held boolean, is_open boolean, consent text)"
            " LANGUAGE sql STABLE",
            sql.ACCESS_FACTS,
            execute="hjemvei_app",
        ),
        rls.function(
            "find_elsewhere(number bytea, reference bigint, in_key text) RETURNS TABLE (case_id bigint,"
            " person_id bigint, case_key text, unit_id int, is_here boolean) LANGUAGE plpgsql STABLE",
            "#variable_conflict use_column" + sql.FIND_ELSEWHERE,
            execute="hjemvei_app",
        ),
        rls.function(
            "break_glass(in_case bigint, in_unit int, category text, why text, classes int[],"
            " review_by timestamptz, minutes int, new_key text) RETURNS bigint LANGUAGE plpgsql",
            sql.BREAK_GLASS,
            execute="hjemvei_app",
        ),
        rls.function(
            "end_break_glass(in_opening bigint) RETURNS void LANGUAGE plpgsql",
            sql.END_BREAK_GLASS,
            execute="hjemvei_app",
        ),
        rls.function(
            "review_break_glass(in_opening bigint, said text, told text, at timestamptz)"
            " RETURNS void LANGUAGE plpgsql",
            sql.REVIEW_BREAK_GLASS,
            execute="hjemvei_app",
        ),
        rls.function(
            "reviews_due() RETURNS TABLE (waiting int, late int) LANGUAGE sql STABLE", sql.REVIEWS_DUE
        ),
    ]
