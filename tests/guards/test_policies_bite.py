"""Each lock of the second kind opened in turn: the guard that watches it turns red, or it watches nothing."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest
from django.db import connection, transaction

from hjemvei.accounts.actor import acting_as
from hjemvei.core.embedded import SUPERUSER, Server
from hjemvei.sharing.models import CaseRow
from tests.conftest import NAME
from tests.guards.rows import case_row_models
from tests.guards.test_second_lock import OUTSIDERS, raw
from tests.guards.test_second_lock import filled as filled
from tests.world import World


@pytest.fixture
def may_alter(database_server: Server, django_db_setup: None) -> Iterator[None]:
    """The application may become the owner, in this test alone: what is altered is rolled back with it."""
    with psycopg.connect(database_server.url(SUPERUSER, NAME), autocommit=True) as superuser:
        superuser.execute("GRANT hjemvei_owner TO hjemvei_app WITH INHERIT FALSE, SET TRUE")
        yield
        superuser.execute("REVOKE hjemvei_owner FROM hjemvei_app")


def select_policies(table: str) -> list[str]:
    """Those that staff read by; the person's own page has its own role and its own guard."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT policyname FROM pg_policies WHERE tablename = %s AND cmd IN ('SELECT', 'ALL')"
            " AND roles && '{public,hjemvei_app}' AND permissive = 'PERMISSIVE' ORDER BY 1",
            [table],
        )
        return [name for (name,) in cursor.fetchall()]


def opened(policy: str, model: type[CaseRow]) -> None:
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE hjemvei_owner")
        cursor.execute(f"ALTER POLICY {policy} ON {table} USING (true)")
        cursor.execute("SET LOCAL ROLE hjemvei_app")


def test_a_policy_that_lets_everything_through_is_noticed(may_alter: None, world: World, filled: int) -> None:
    """As `test_nobody_else_sees_a_row_of_anything` asks: somebody outside, a raw SELECT."""
    outsider, silent, tried = world.actor(OUTSIDERS[0]), [], 0
    with acting_as(outsider):
        for model in case_row_models():
            for policy in select_policies(model._meta.db_table):
                assert not raw(model, filled)
                with transaction.atomic():
                    opened(policy, model)
                    tried += 1
                    if not raw(model, filled):
                        silent.append(policy)
                    transaction.set_rollback(True)
    print(f"\n{tried} policies of {len(case_row_models())} tables opened in turn")
    assert tried >= len(case_row_models())
    assert silent == []
