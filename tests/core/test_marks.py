"""A form that is sent needs one savepoint: what is refused inside it goes back to where the form began."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction

from hjemvei.accounts.actor import acting_as
from hjemvei.accounts.models import SavedView
from hjemvei.core.db import all_or_nothing, marked
from hjemvei.core.errors import RuleBroken
from tests.world import World


def write(world: World, name: str) -> None:
    SavedView.objects.create(user_id=world.actor("Tor").user_id, page="x", name=name)


def names() -> set[str]:
    return set(SavedView.objects.values_list("name", flat=True))


def refuse() -> None:
    raise RuleBroken("nei", code="no")


def test_a_refusal_goes_back_to_the_mark_and_the_transaction_lives_on(world: World) -> None:
    with acting_as(world.actor("Tor")):
        write(world, "before")
        with marked():
            write(world, "claim")
            with pytest.raises(RuleBroken), all_or_nothing(RuleBroken):
                write(world, "half")
                refuse()
            assert names() == {"before"}
            write(world, "after")
        assert names() == {"before", "after"}


def test_it_costs_no_savepoint_of_its_own_inside_a_mark(world: World) -> None:
    said: list[str] = []

    def hear(execute, sql, params, many, context):  # type: ignore[no-untyped-def]
        said.append(str(sql).split(" ")[0])
        return execute(sql, params, many, context)

    with (
        acting_as(world.actor("Tor")),
        connection.execute_wrapper(hear),
        marked(),
        all_or_nothing(RuleBroken),
    ):
        write(world, "one")
    assert said.count("SAVEPOINT") == said.count("RELEASE") == 1


def test_something_opened_in_between_is_all_that_is_undone(world: World) -> None:
    with acting_as(world.actor("Tor")), marked():
        write(world, "claim")
        with transaction.atomic():
            write(world, "inner")
            with pytest.raises(RuleBroken), all_or_nothing(RuleBroken):
                write(world, "half")
                refuse()
        assert names() == {"claim", "inner"}


def test_without_a_mark_it_is_a_savepoint(world: World) -> None:
    with acting_as(world.actor("Tor")):
        write(world, "before")
        with pytest.raises(RuleBroken), all_or_nothing(RuleBroken):
            write(world, "half")
            refuse()
        assert names() == {"before"}


def test_what_the_database_refuses_undoes_the_mark_as_a_whole(world: World) -> None:
    with acting_as(world.actor("Tor")):
        write(world, "before")
        with pytest.raises(IntegrityError), marked(), all_or_nothing(RuleBroken):
            write(world, "half")
            SavedView.objects.create(user_id=world.actor("Tor").user_id, page=None, name="x")  # type: ignore[misc]
        assert names() == {"before"}
