"""The stock: who changes it, what a bad value answers, and what is free."""

from __future__ import annotations

import datetime as dt

import pytest

from hjemvei.accounts.actor import acting_as
from hjemvei.core.errors import NotAllowed, RuleBroken
from hjemvei.homes.actions.add_dwelling import add_dwelling
from hjemvei.homes.actions.edit_dwelling import edit_dwelling
from hjemvei.homes.actions.end_dwelling import end_dwelling
from hjemvei.homes.events import Taken
from hjemvei.homes.models import Dwelling
from hjemvei.homes.queries import is_free, list_dwellings
from tests.homes.factories import dwelling, facts
from tests.needs.factories import raw
from tests.world import CLOCK, World

TODAY = dt.date(2026, 11, 16)


def test_only_housing_staff_change_the_stock(world: World) -> None:
    for who in ("Ida", "Odd", "Tor", "Kari"):
        with acting_as(world.actor(who)) as actor, pytest.raises(NotAllowed):
            add_dwelling(actor=actor, facts=facts(), at=CLOCK)


def test_a_name_is_used_once_by_a_controller(world: World) -> None:
    dwelling(world)
    with pytest.raises(RuleBroken) as refusal:
        dwelling(world)
    assert refusal.value.field == "name"


def test_a_dwelling_is_edited_until_it_is_out_of_use(world: World) -> None:
    home = dwelling(world)
    with acting_as(world.actor("Sara")) as sara:
        assert edit_dwelling(actor=sara, dwelling=home, facts=facts(rent=9000), at=CLOCK).rent == 9000
        with pytest.raises(RuleBroken):
            end_dwelling(actor=sara, dwelling=home, ends_before=dt.date(2026, 1, 1), at=CLOCK)
        ended = end_dwelling(actor=sara, dwelling=home, ends_before=TODAY, at=CLOCK)
        assert not is_free(ended, TODAY)
        with pytest.raises(RuleBroken):
            edit_dwelling(actor=sara, dwelling=home, facts=facts(), at=CLOCK)


def test_the_list_is_searched_narrowed_and_paged(world: World) -> None:
    for number in range(30):
        dwelling(world, f"Prøvegata {number:02}", kind="shared" if number < 2 else "ordinary")
    with acting_as(world.actor("Sara")) as sara:
        first = list_dwellings(sara, today=TODAY)
        second = list_dwellings(sara, today=TODAY, cursor=first.next_cursor)
        assert (len(first.rows), len(second.rows)) == (25, 5)
        assert len(list_dwellings(sara, today=TODAY, words="gata 07").rows) == 1
        assert len(list_dwellings(sara, today=TODAY, kind="shared", only_free=True).rows) == 2


def test_a_period_hinders_until_it_ends() -> None:
    period = Taken(1, "leased", TODAY, TODAY + dt.timedelta(days=10))
    assert period.hinders(TODAY + dt.timedelta(days=9))
    assert not period.hinders(TODAY + dt.timedelta(days=10))
    assert Taken(1, "leased", TODAY, None).hinders(dt.date(2100, 1, 1))


def test_the_second_lock_another_controller_sees_no_stock(world: World) -> None:
    dwelling(world)
    for who, count in {"Sara": 1, "Ida": 1, "Oda": 0, "Tor": 0, "Vera": 0, "Kari": 0}.items():
        with acting_as(world.actor(who)):
            assert raw("SELECT count(*) FROM homes_dwelling") == [(count,)], who
            assert Dwelling.objects.count() == count
