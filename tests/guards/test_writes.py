"""With the query layer taken away, whoever may not see a case writes nothing into it, their unit or not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models.sql import InsertQuery

from hjemvei.accounts.actor import Actor, acting_as
from hjemvei.accounts.enums import Role
from hjemvei.core import clock
from hjemvei.core.db import call
from hjemvei.core.text import new_key
from hjemvei.rights.actions.dispose import propose_disposal
from hjemvei.rights.actions.restrict import restrict
from hjemvei.rights.enums import Outcome
from hjemvei.sharing.models import CaseRow
from tests.guards.rows import case_row_models, fill
from tests.rights.factories import prison_officer
from tests.world import World

AT = dt.datetime(2026, 11, 16, 9, 0, tzinfo=dt.UTC)
KERNELS_OWN = {"sharing_consentchange", "sharing_consentevent"}
"""Written by kernel functions alone, which ask `may_write`."""
Statement = tuple[str, Any]


def writer(world: World) -> Actor:
    tor = world.actor("Tor")
    return replace(tor, unit_roles={tor.unit_id: frozenset({Role.SOCIAL_CASEWORKER})})


def insertion(row: CaseRow) -> Statement:
    """The same row once more, without RETURNING: asked back, it would be read as well."""
    row.key = new_key()
    fields = [field for field in type(row)._meta.concrete_fields if not field.primary_key]
    query = InsertQuery(type(row))
    query.insert_values(fields, [row])
    ((statement, values),) = query.get_compiler("default").as_sql()
    return statement, values


@pytest.fixture
def insertions(world: World) -> dict[str, Statement]:
    """One of every table that hangs on a case, as Tor might have written it about Klok Lyng."""
    with acting_as(writer(world)) as tor:
        rows = fill(world, tor, world.case("Klok Lyng"), at=AT)
        made = {found[0]._meta.db_table: insertion(found[0]) for found in rows.values()}
    assert set(made) == {model._meta.db_table for model in case_row_models()}
    return made


def let_in(actor: Actor, insertions: dict[str, Statement]) -> set[str]:
    """Tables whose policy does not refuse; what a constraint refuses has passed the policy."""
    passed = set()
    for table, (statement, values) in insertions.items():
        with acting_as(actor):
            try:
                with transaction.atomic(), connection.cursor() as cursor:
                    cursor.execute(statement, values)
                    transaction.set_rollback(True)
                passed.add(table)
            except DatabaseError as error:
                if not isinstance(error.__cause__, psycopg.errors.InsufficientPrivilege):
                    passed.add(table)
    return passed


def hidden(world: World, case_id: int) -> None:
    with acting_as(world.actor("Siv")):
        call("set_protection", case_id, 1)


def shielded(world: World, case_id: int) -> None:
    with acting_as(replace(world.actor("Leif"), clearance=7)) as leif:
        call("protect", case_id, leif.unit_id, 4, "Ansatt", clock.now(), new_key())


def related(world: World, case_id: int) -> None:
    with acting_as(world.actor("Leif")):
        call("declare_relation", world.actor("Tor").user_id, "sibling", None, "", case_id, new_key())


def out_of_use(world: World, case_id: int) -> None:
    prison_officer(world)
    with acting_as(world.actor("Tor")) as tor:
        who = world.admitted["Klok Lyng"].person_id
        row = propose_disposal(actor=tor, person_id=who, outcome=Outcome.RESTRICT, reason="x", at=clock.now())
    with acting_as(world.actor("Pia")) as pia:
        restrict(actor=pia, disposal=row)


def test_a_unit_that_takes_part_writes_every_table(world: World, insertions: dict[str, Statement]) -> None:
    """Or the refusals below would say nothing."""
    assert let_in(writer(world), insertions) == set(insertions) - KERNELS_OWN


@pytest.mark.parametrize("happens", [hidden, shielded, related, out_of_use], ids=lambda f: f.__name__)
def test_a_colleague_who_may_not_see_it_writes_none(
    world: World, insertions: dict[str, Statement], happens: Callable[[World, int], None]
) -> None:
    happens(world, world.admitted["Klok Lyng"].case_id)
    assert let_in(writer(world), insertions) == set()


def test_a_class_that_the_role_may_not_read_is_not_written(
    world: World, insertions: dict[str, Statement]
) -> None:
    """Tor himself, a contact officer, reads neither health nor what was answered in confidence."""
    assert "needs_confidentialanswer" not in let_in(world.actor("Tor"), insertions)
