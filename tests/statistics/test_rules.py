"""Coverage, suppression and traffic lights."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hjemvei.statistics.load_rules import middle_seconds
from hjemvei.statistics.rules import (
    Reach,
    Span,
    change,
    coverage,
    is_frozen,
    light,
    part_of_year,
    share,
    suppressed,
    told_sum,
)
from tests.golden import Row, day, golden


def number(text: str) -> Decimal | None:
    return Decimal(text) if text else None


@pytest.mark.parametrize("row", golden("statistics", "lys"), ids=lambda row: row["hvorfor"])
def test_lights(row: Row) -> None:
    found = light(
        reach=Reach(number(row["lavest"]), number(row["hoyest"])),
        goal=number(row["maal"]),
        higher_is_better=row["hoyere_er_bedre"] == "ja",
        passed=Decimal(row["del_av_aaret"]),
    )
    assert found == row["lys"]


@pytest.mark.parametrize("row", golden("statistics", "dekning"), ids=lambda row: row["hvorfor"])
def test_coverage(row: Row) -> None:
    spans = [Span(*(day(text) for text in period.split("/"))) for period in row["perioder"].split()]  # type: ignore[arg-type]
    assert coverage(spans, dt.date.fromisoformat(row["dag"])) == row["ord"]


@given(st.integers(0, 500))
def test_what_is_told_lies_near_and_hides_the_few(count: int) -> None:
    told = suppressed(count)
    assert (told is None) == (count < 5)
    assert told is None or (told % 5 == 0 and abs(told - count) <= 2 and told >= 5)


@given(st.lists(st.integers(0, 200), max_size=8))
def test_a_hidden_count_is_not_found_by_subtraction(counts: list[int]) -> None:
    """The sum is of what is told; another small count in the place of a hidden one changes nothing."""
    told = [suppressed(count) for count in counts]
    others = [suppressed(4 - count if count < 5 else count) for count in counts]
    assert told == others and told_sum(told) == told_sum(others)
    assert (told_sum(told) or 0) - sum(one for one in told if one is not None) == 0


def test_shares_are_rounded_outwards_and_told_of_five_or_more() -> None:
    assert share(40, 36, 39) == Reach(Decimal(90), Decimal(98))
    assert share(4, 4, 4) == share(None, None, None) == Reach(None, None)


def test_a_colour_never_tells_more_than_the_bounds() -> None:
    for low in range(0, 100):
        found = light(reach=Reach(Decimal(low), Decimal(low + 4)), goal=Decimal(50), higher_is_better=True)
        both = {
            light(reach=Reach(Decimal(end), Decimal(end)), goal=Decimal(50), higher_is_better=True)
            for end in (low, low + 4)
        }
        assert found == (both.pop() if len(both) == 1 else "grey")


def test_years_and_changes() -> None:
    assert part_of_year(2026, dt.date(2026, 7, 2)) == Decimal(182) / Decimal(365)
    assert part_of_year(2025, dt.date(2026, 7, 2)) == 1
    assert not is_frozen(2025, dt.date(2026, 1, 14))
    assert is_frozen(2025, dt.date(2026, 1, 15))
    assert change(Decimal(80), Decimal(40)) == -50
    assert change(None, Decimal(40)) is change(Decimal(0), Decimal(40)) is None


def test_the_middle_of_times() -> None:
    assert middle_seconds([0] * 6) is None
    assert middle_seconds([0, 0, 10, 0, 0, 0]) == 90
    assert middle_seconds([1, 1, 1, 1, 1, 1]) == 120
