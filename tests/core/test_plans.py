"""The plans of prepared statements outlive a refusal, and are forgotten where a statement failed."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from tests.world import World


class Refused(Exception):
    pass


def ask(what: str, *, times: int) -> None:
    """A statement that nothing else asks; the server is to keep its plan from the fourth time on."""
    with connection.cursor() as cursor:
        for number in range(times):
            cursor.execute(f"SELECT '{what}', %s::int", [number])


def is_planned(what: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement FROM pg_prepared_statements")
        return any(statement.startswith(f"SELECT '{what}'") for (statement,) in cursor.fetchall())


def test_a_savepoint_that_is_given_up_takes_no_plan_with_it(db: None) -> None:
    with pytest.raises(Refused), transaction.atomic():
        ask("refused", times=5)
        assert is_planned("refused")
        raise Refused
    ask("something else", times=1)
    assert is_planned("refused")


def test_nor_does_a_transaction(committed_world: World) -> None:
    with pytest.raises(Refused), transaction.atomic():
        ask("given up", times=5)
        raise Refused
    assert is_planned("given up")


def test_a_statement_that_failed_may_have_had_a_plan_that_no_longer_fits(db: None) -> None:
    ask("fits", times=5)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT 1 / 0")
    ask("fits", times=1)
    assert not is_planned("fits")
    ask("fits", times=5)
    assert is_planned("fits")


def test_many_savepoints_do_not_make_it_forget_what_is_asked_again(db: None) -> None:
    for _time in range(5):
        ask("now and then", times=1)
        for _savepoint in range(300):
            with transaction.atomic():
                pass
    assert is_planned("now and then")
