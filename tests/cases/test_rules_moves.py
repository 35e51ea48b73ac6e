"""Since when somebody has been in the prison they are in, against a table."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hjemvei.cases.rules.moves import Stay, moved_on
from tests.golden import Row, day, golden

PRISONS = {"trondheim": 1, "bergen": 2}
stays = st.lists(st.builds(Stay, st.sampled_from([1, 2, 3]), st.dates()), max_size=6)


@pytest.mark.parametrize("row", golden("cases", "flytting"), ids=lambda row: row["hvorfor"])
def test_day_of_arrival(row: Row) -> None:
    places = [place.split() for place in row["opphold"].split(", ")]
    found = [Stay(PRISONS[prison], date.fromisoformat(starts)) for prison, starts in places]
    assert moved_on(found) == day(row["flyttet hit"])


@given(stays)
def test_a_move_within_the_prison_changes_nothing(found: list[Stay]) -> None:
    if found:
        again = [*found, Stay(found[-1].prison_id, date(2026, 11, 9))]
        assert moved_on(again) == moved_on(found)
    assert moved_on(found) is None or len({stay.prison_id for stay in found}) > 1
