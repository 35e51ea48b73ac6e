"""Figures and coverage over the interface: what the pages show, under a scope of their own."""

from __future__ import annotations

from typing import Any

import pytest

from hjemvei.accounts.actor import acting_as
from hjemvei.accounts.enums import Role
from hjemvei.core import clock
from hjemvei.statistics.actions.recount_year import recount_year
from tests.api.factories import Caller, make_token
from tests.cases.factories import agree
from tests.statistics.factories import people, released
from tests.world import World


@pytest.fixture
def caller(world: World) -> Caller:
    return Caller(make_token(world, "tk-koordinering", Role.MUNICIPAL_COORDINATOR))


def test_figures_come_with_their_bounds(world: World, caller: Caller) -> None:
    version = agree(world)
    for place, case in enumerate(people(world, 10)):
        released(world, case, version, night="rough" if place == 3 else "permanent")
    with acting_as(world.actor("Ida")) as ida:
        recount_year(
            actor=ida, agreement=version.agreement, year=2026, note="", today=clock.today(), at=clock.now()
        )
    answer = caller.get(f"/agreements/{version.agreement.key}/figures")
    housed = next(one for one in answer.json()["numbers"] if one["code"] == "housed")
    (year,) = housed["years"]
    assert (housed["unit"], housed["party"]) == ("share", "municipality")
    assert (year["low"], year["high"], year["people"], year["light"]) == (60, 90, 10, "grey")


def test_coverage_is_paged(world: World, caller: Caller) -> None:
    agree(world)
    first = caller.get("/coverage", limit=100).json()
    assert len(first["items"]) == 100 and first["next_cursor"]
    trondheim = next(one for page in _pages(caller) for one in page["items"] if one["municipality"] == "5001")
    assert trondheim["state"] == "has"


def _pages(caller: Caller) -> list[dict[str, Any]]:
    pages: list[dict[str, Any]] = []
    cursor = ""
    while not pages or cursor:
        pages.append(caller.get("/coverage", limit=100, cursor=cursor).json())
        cursor = pages[-1]["next_cursor"]
    return pages


def test_without_the_scope_nothing_is_told(world: World) -> None:
    version = agree(world)
    blind = Caller(make_token(world, "tk-koordinering", Role.MUNICIPAL_COORDINATOR, scopes=("cases:read",)))
    assert blind.get(f"/agreements/{version.agreement.key}/figures").status_code == 403
    assert blind.get("/coverage").status_code == 403
