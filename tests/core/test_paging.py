"""A page starts after the last row seen; a cursor that somebody else wrote is refused in words."""

from __future__ import annotations

import pytest

from hjemvei.core.errors import RuleBroken
from hjemvei.core.paging import encode, page
from hjemvei.parties.models import Municipality
from tests.world import World


def numbers(cursor: str = "") -> tuple[list[str], str, str]:
    found = page(
        Municipality.objects.values("number", "county_id"),
        by=["county_id", "number"],
        cursor=cursor,
        size=100,
    )
    return [row["number"] for row in found.rows], found.next_cursor, found.previous_cursor


def test_every_row_once_forwards_and_back_again(world: World) -> None:
    first, onward, back = numbers()
    seen, pages = [*first], [first]
    assert back == ""
    while onward:
        rows, onward, back = numbers(onward)
        seen += rows
        pages.append(rows)
    assert seen == sorted(seen)
    assert len(seen) == len(set(seen)) == Municipality.objects.count()
    assert numbers(back)[0] == pages[-2]


@pytest.mark.parametrize(
    "cursor", ["x", "e30", "W10", encode(["01"]), encode(["01", "0101", "9"]), "💥", "=" * 9]
)
def test_a_foreign_cursor_is_refused(world: World, cursor: str) -> None:
    with pytest.raises(RuleBroken, match="Start fra første side"):
        numbers(cursor)


def test_a_cursor_of_the_wrong_type_is_refused(world: World) -> None:
    rows = Municipality.objects.values("longitude", "number")
    with pytest.raises(RuleBroken, match="Start fra første side"):
        page(rows, by=["longitude", "number"], cursor=encode(["nord", "0301"]))
