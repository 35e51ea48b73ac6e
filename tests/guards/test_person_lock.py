"""Under the person's roles of the database every table shows own rows and opened classes alone, or nothing.

What is asked here is the database itself, table by table, also those that nobody thought of: whatever is new
is denied or bound from the day it is made (`portal.locks`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from hjemvei.accounts.actor import acting_as
from hjemvei.accounts.enums import InfoClass, Role
from hjemvei.core.db import int_array, session
from hjemvei.portal.enums import BY_CODE, BY_IDENTITY
from hjemvei.portal.locks import DEED, DEED_READS, OPEN_READS, PORTAL
from hjemvei.sharing.models import CaseRow
from tests.guards.rows import case_row_models, fill
from tests.world import World

AT = dt.datetime(2026, 11, 16, 9, 0, tzinfo=dt.UTC)
OWN = ("Pack", "Pin", "Visit", "Word")
DEED_OPEN = {"accounts_user", "accounts_membership", "parties_county", "parties_unitfact"}
"""Staff and organisations: no person inside stands in them."""
BY_UNIT = {"audit_outbox"}
"""What a deed sends as the unit whose hands it goes by; mails carry no personal data."""


@pytest.fixture
def filled(world: World) -> tuple[int, int]:
    """One row of everything about two people of one unit."""
    tor, found = world.actor("Tor"), []
    writer = replace(tor, unit_roles={tor.unit_id: frozenset({Role.SOCIAL_CASEWORKER})})
    with acting_as(writer):
        for name in ("Klok Lyng", "Tapper Foss"):
            case = world.case(name)
            fill(world, writer, case, at=AT) if name == "Klok Lyng" else _second(world, writer, case.pk)
            found.append(case.pk)
    return found[0], found[1]


def _second(world: World, writer: Any, case_id: int) -> None:
    """Rows of another that could leak; constraints allow one of each dwelling and the like only once."""
    from tests.guards.rows import _Maker  # noqa: PLC0415  only here

    maker = _Maker(world, writer, world.case("Tapper Foss"), AT)
    maker._sharing()
    maker._custody()
    maker._cooperation()
    maker._portal()
    maker.make("plans.Plan", starts_on=AT.date())
    assert case_id


def values(cases: list[int], classes: frozenset[InfoClass], **more: str) -> Mapping[str, str]:
    own = {"hjemvei.cases": int_array(cases), "hjemvei.own_classes": int_array(sorted(classes))}
    return {**own, **{f"hjemvei.{name}": value for name, value in more.items()}}


def readable(role: str) -> dict[str, list[str]]:
    """The columns of every table that the role may select."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname, array_agg(a.attname::text ORDER BY a.attnum) FROM pg_class c"
            " JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid"
            " WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p', 'v', 'm') AND a.attnum > 0"
            " AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')"
            " AND NOT a.attisdropped AND has_column_privilege(%s, c.oid, a.attnum, 'SELECT')"
            " GROUP BY c.relname ORDER BY c.relname",
            [role],
        )
        return dict(cursor.fetchall())


def raw(table: str, columns: list[str]) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(f'{name}' for name in map(quoted, columns))} FROM {table}")
        return [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]


def quoted(name: str) -> str:
    return f'"{name}"'


def classes_of(model: type[CaseRow], rows: list[dict[str, Any]]) -> set[InfoClass]:
    if model.row_class is not None:
        return {model.row_class} if rows else set()
    return {InfoClass(row["info_class"]) for row in rows}


def seen(role: str) -> dict[str, list[dict[str, Any]]]:
    return {table: rows for table, columns in readable(role).items() if (rows := raw(table, columns))}


MODELS = {model._meta.db_table: model for model in case_row_models()}


def check(
    found: dict[str, list[dict[str, Any]]], *, own: int, classes: frozenset[InfoClass], open_: set[str]
) -> None:
    """Rows of one case, in its classes; apart from those, only tables that are open to all."""
    for table, rows in found.items():
        if table in MODELS:
            assert {row["case_id"] for row in rows} == {own}, table
            if MODELS[table].__name__ not in OWN:
                assert classes_of(MODELS[table], rows) <= classes, table
        elif table in {"sharing_participation", "sharing_grant", "rights_part", "rights_accessrequest"}:
            assert {row["case_id"] for row in rows} == {own}, table
        elif table == "sharing_case":
            assert {row["id"] for row in rows} == {own}
        elif table in {"persons_person", "persons_datakey", "homes_dwelling", "presence_visitday"}:
            assert len(rows) == 1
        else:
            assert table in open_, f"{table} is open to the person's role"


@pytest.mark.parametrize("classes", [BY_CODE, BY_IDENTITY], ids=["code", "identity"])
def test_the_person_reads_own_rows_in_opened_classes(
    world: World, filled: tuple[int, int], classes: frozenset[InfoClass]
) -> None:
    mine, _other = filled
    with session(values([mine], classes), role=PORTAL):
        found = seen(PORTAL)
    check(found, own=mine, classes=classes, open_=set(OPEN_READS))
    assert {"cases_task", "sharing_consent", "plans_plan", "cases_releasedate"} <= set(found)
    assert {row["kind"] for row in found["portal_word"]} == (
        {"message", "complaint"} if classes == BY_IDENTITY else {"complaint"}
    )
    strong = {"tenancies_guarantee"} & set(found)
    assert bool(strong) is (classes == BY_IDENTITY)


def test_units_and_keys_open_nothing_more_to_the_person(world: World, filled: tuple[int, int]) -> None:
    """Policies for everybody hold for the person's roles too; a unit's keys in the session change nothing."""
    mine, _other = filled
    unit = world.unit("trondheim").pk
    keys = {f"keys_{number}": int_array([unit * 16 + number]) for number in range(16)}
    staff = {"units": int_array([unit]), "controller": str(world.unit("trondheim").controller_id), **keys}
    for role, open_ in (
        (PORTAL, set(OPEN_READS)),
        (DEED, {*DEED_READS, *DEED_OPEN, *BY_UNIT, *agreements()}),
    ):
        with session(values([mine], BY_CODE, clearance="2", **staff), role=role):
            found = seen(role)
        for table, rows in found.items():
            if table in MODELS:
                assert {row["case_id"] for row in rows} == {mine}, (role, table)
            else:
                assert table in open_ | {
                    *("sharing_case", "sharing_participation", "sharing_grant", "persons_person"),
                    *("rights_part", "rights_accessrequest"),
                    "persons_datakey",
                    "homes_dwelling",
                    "presence_visitday",
                }, (role, table)
        assert {row["id"] for row in found["sharing_case"]} == {mine}


def agreements() -> set[str]:
    return {model._meta.db_table for model in apps.get_app_config("agreements").get_models()}


@pytest.mark.parametrize("role", [PORTAL, DEED])
def test_without_a_case_there_is_nothing(world: World, filled: tuple[int, int], role: str) -> None:
    open_ = set(OPEN_READS) if role == PORTAL else {*DEED_READS, *DEED_OPEN, *agreements()}
    with session({}, role=role):
        assert set(seen(role)) <= open_
    with session(values([], BY_IDENTITY), role=role):
        assert set(seen(role)) <= open_


@pytest.mark.parametrize("role", [PORTAL, DEED])
def test_another_ones_row_cannot_be_written(world: World, filled: tuple[int, int], role: str) -> None:
    """Every table of a case that the role may update or insert into, tried on the other person's rows."""
    mine, other = filled
    unit = world.unit("trondheim")
    staff = {"units": int_array([unit.pk]), "controller": str(unit.controller_id), "clearance": "2"}
    with session(values([mine], BY_IDENTITY, **staff), role=role):
        for table in MODELS:
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT has_any_column_privilege(%s, %s, 'UPDATE'),"
                    " has_table_privilege(%s, %s, 'INSERT')",
                    [role, table, role, table],
                )
                may_update, may_insert = cursor.fetchone()
            if may_update:
                column = {"portal_pack": "tries", "portal_pin": "tries", "portal_visit": "language"}.get(
                    table, "recorded_at"
                )
                with connection.cursor() as cursor:
                    cursor.execute(f"UPDATE {table} SET {column} = {column} WHERE case_id = %s", [other])
                    assert cursor.rowcount == 0, table
            if may_insert:
                assert_refused(f"INSERT INTO {table} (case_id) VALUES (%s)", [other], table)


def assert_refused(sql: str, parameters: list[Any], table: str) -> None:
    with (
        pytest.raises(DatabaseError, match=r"row-level security|null value|permission denied"),
        transaction.atomic(),
    ):
        with connection.cursor() as cursor:
            cursor.execute(sql, parameters)
        pytest.fail(f"{table} took a row of somebody else")


def test_the_role_ends_with_the_block_and_with_the_transaction(world: World) -> None:
    def role() -> tuple[str, str]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_user, current_setting('role')")
            found: tuple[str, str] = cursor.fetchone()
            return found

    assert role() == ("hjemvei_app", "none")
    with session({}, role=PORTAL):
        assert role()[0] == PORTAL
        with session({}, role=DEED):
            assert role()[0] == DEED
        assert role()[0] == PORTAL
    assert role() == ("hjemvei_app", "none")
    with pytest.raises(RuntimeError), session({}, role=PORTAL):
        raise RuntimeError
    assert role() == ("hjemvei_app", "none")


def test_the_application_inherits_nothing_of_the_person(world: World) -> None:
    """Else the person's policies would count for staff."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_has_role('hjemvei_app', r, 'USAGE'), pg_has_role('hjemvei_app', r, 'MEMBER')"
            " FROM unnest(%s::text[]) r",
            [[PORTAL, DEED]],
        )
        assert cursor.fetchall() == [(False, True), (False, True)]


def test_every_table_of_a_case_is_bound_for_the_person(world: World) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tablename FROM pg_policies WHERE policyname = 'person_bound'"
            " AND permissive = 'RESTRICTIVE'"
        )
        bound = {name for (name,) in cursor.fetchall()}
    assert set(MODELS) <= bound


def test_the_kernel_asks_for_own_cases_whatever_unit_the_hands_are_of(
    world: World, filled: tuple[int, int]
) -> None:
    """Who writes the functions anew must keep this: the unit takes part in both cases."""
    mine, other = filled
    unit = world.unit("trondheim")
    staff = {"units": int_array([unit.pk]), "controller": str(unit.controller_id), "clearance": "2"}
    with session(values([mine], BY_IDENTITY, **staff), role=DEED), connection.cursor() as cursor:
        for case_id, own in ((mine, True), (other, False)):
            cursor.execute(
                "SELECT kernel.may_write(%s), count(*) FROM kernel.participants(%s)", [case_id, case_id]
            )
            assert cursor.fetchone() == (own, int(own))
    with session(values([mine], BY_IDENTITY, **staff), role=PORTAL), connection.cursor() as cursor:
        cursor.execute("SELECT kernel.may_write(%s), kernel.may_write(%s)", [mine, other])
        assert cursor.fetchone() == (True, False)
