"""What a committee is told of how many; by hand, and that nothing hidden follows from what is told."""

from __future__ import annotations

import datetime as dt
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hjemvei.deviations.rules import SMALL, ended_half_year, month_of, needs_words, told, told_base


@pytest.mark.parametrize(
    ("people", "cells", "pooled"),
    [
        ({}, (), None),
        ({"a": 4}, (), None),
        ({"a": 5}, (("a", 5),), None),
        ({"a": 7, "b": 5}, (("a", 7), ("b", 5)), None),
        ({"a": 9, "b": 1}, (), 10),  # one alone can't be hidden: the rest would tell it
        ({"a": 9, "b": 1, "c": 6}, (("a", 9),), 7),
        ({"a": 9, "b": 4, "c": 1, "d": 0}, (("a", 9),), 5),
        ({"a": 9, "b": 2, "c": 1}, (), 12),
        ({"a": 2, "b": 2}, (), None),
        ({"a": 3, "b": 2}, (), 5),
    ],
)
def test_small_numbers_are_pooled(
    people: dict[str, int], cells: tuple[tuple[str, int], ...], pooled: int | None
) -> None:
    found = told(people)
    assert (found.cells, found.pooled) == (cells, pooled)


@given(st.lists(st.integers(min_value=0, max_value=9), max_size=5))
def test_nothing_hidden_follows_from_what_is_told(counts: list[int]) -> None:
    """Whoever knows the total and every told number still finds two ways to fill in each hidden one."""
    people = {f"c{number}": count for number, count in enumerate(counts)}
    found = told(people)
    shown = dict(found.cells)
    assert all(count >= SMALL for count in shown.values())
    assert found.pooled is None or found.pooled >= SMALL
    if not shown and found.pooled is None:
        assert sum(counts) < SMALL
        return
    assert sum(shown.values()) + (found.pooled or 0) == sum(counts)
    hidden = [code for code, count in people.items() if code not in shown and count]
    assert (found.pooled is None) is (not hidden)
    worlds = [
        guess
        for guess in product(range((found.pooled or 0) + 1), repeat=len(hidden))
        if sum(guess) == (found.pooled or 0)
    ]
    for place, _code in enumerate(hidden):
        assert len({guess[place] for guess in worlds}) >= SMALL


@given(st.integers(0, 60), st.integers(0, 60))
def test_all_are_told_only_where_the_rest_is_not_small(slipped: int, others: int) -> None:
    assert told_base(base=slipped + others, slipped=slipped) == (
        slipped + others if others >= SMALL else None
    )


@pytest.mark.parametrize(
    ("today", "since", "before"),
    [
        ("2026-11-23", "2026-01-01", "2026-07-01"),
        ("2026-07-14", "2025-07-01", "2026-01-01"),  # not settled yet
        ("2026-07-15", "2026-01-01", "2026-07-01"),
        ("2027-01-15", "2026-07-01", "2027-01-01"),
    ],
)
def test_a_half_year_is_told_a_fortnight_after_it_ended(today: str, since: str, before: str) -> None:
    day = dt.date.fromisoformat
    assert ended_half_year(day(today)) == (day(since), day(before))


def test_days_become_months() -> None:
    assert month_of(dt.date(2026, 11, 23)) == dt.date(2026, 11, 1)


def test_other_says_nothing_by_itself() -> None:
    assert needs_words("other", " ") and not needs_words("other", "x") and not needs_words("routines", "")
