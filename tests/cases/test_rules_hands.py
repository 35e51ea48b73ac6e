"""How often somebody was handed on, and how much a dispute presses, against tables."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hjemvei.cases.rules.disputes import Dispute, NextStep, Pressure, next_step, pressure
from hjemvei.cases.rules.hands import HandKind, Taking, hand_offs, warns
from tests.golden import Row, golden

FIRST = dt.date(2026, 10, 31)
DAY = dt.date(2026, 11, 16)
places = st.sampled_from(["", "5001", "0301"])
takings = st.lists(
    st.one_of(
        st.builds(Taking, st.just(DAY), st.just(HandKind.MUNICIPALITY), places),
        st.builds(Taking, st.just(DAY), st.just(HandKind.UNIT), places, st.integers(1, 3)),
    ),
    max_size=8,
)


def taking(text: str) -> Taking:
    """`k0301@2`: a municipality on day 2; `u5001/7@3`: a unit; `-` is nobody's municipality."""
    place, day = text[1:].split("@")
    number, _slash, unit = place.partition("/")
    kind = HandKind.MUNICIPALITY if text[0] == "k" else HandKind.UNIT
    return Taking(FIRST + dt.timedelta(days=int(day)), kind, number.strip("-"), int(unit or 0))


@pytest.mark.parametrize("row", golden("cases", "kasteball"), ids=lambda row: row["hvorfor"])
def test_changes_of_hands(row: Row) -> None:
    found = hand_offs(taking(text) for text in row["hender"].split())
    assert len(found) == int(row["antall"])
    assert warns(len(found)) == (int(row["antall"]) >= 3)


@given(takings)
def test_a_change_always_goes_somewhere_else_and_repeating_the_last_adds_nothing(found: list[Taking]) -> None:
    changes = hand_offs(found)
    assert all(change.before != change.after for change in changes)
    assert len(changes) < max(len(found), 1)
    assert hand_offs([*found, *found[-1:]]) == changes


PRESSES = [
    # disputed, second asked, second answered, days to the day for the governor, asked, helper named
    (False, False, False, 9, False, False, Pressure.CALM, NextStep.DONE, "ingen uenighet"),
    (True, False, False, 9, False, True, Pressure.AMBER, NextStep.AGREE, "én kommune er nevnt"),
    (True, True, False, 9, False, True, Pressure.AMBER, NextStep.SECOND_ANSWERS, "den andre svarer"),
    (True, True, True, 9, False, True, Pressure.AMBER, NextStep.AGREE, "begge har svart"),
    (True, True, True, 9, False, False, Pressure.RED, NextStep.AGREE, "ingen med navn hjelper imens"),
    (True, True, True, 0, False, True, Pressure.AMBER, NextStep.ASK_GOVERNOR, "siste dag"),
    (True, True, False, -1, False, True, Pressure.RED, NextStep.ASK_GOVERNOR, "dagen er passert"),
    (True, True, True, -9, True, True, Pressure.AMBER, NextStep.WAIT_FOR_GOVERNOR, "lagt fram"),
    (True, True, True, -9, True, False, Pressure.RED, NextStep.WAIT_FOR_GOVERNOR, "lagt fram, ingen hjelper"),
]


@pytest.mark.parametrize("row", PRESSES, ids=lambda row: row[-1])
def test_a_dispute_presses_until_it_is_over(
    row: tuple[bool, bool, bool, int, bool, bool, Pressure, NextStep, str],
) -> None:
    disputed, asked, answered, days, governor, named, presses, step, _why = row
    facts = Dispute(
        disputed=disputed,
        second_asked=asked,
        second_answered=answered,
        governor_by=DAY + dt.timedelta(days=days),
        governor_asked_on=DAY if governor else None,
        helper_named=named,
    )
    assert (pressure(facts, today=DAY), next_step(facts, today=DAY)) == (presses, step)
