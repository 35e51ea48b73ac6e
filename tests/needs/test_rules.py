"""Homelessness and risk of no home: tables, and that unknown never becomes no."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hjemvei.cases.enums import Answer, ReleaseCertainty
from hjemvei.needs.enums import HomeRisk, LivingSituation, Standing
from hjemvei.needs.rules import NOT_KNOWN, HomeFact, HomeFacts, Living, home_risk, is_homeless
from tests.golden import Row, day, golden

days = st.dates(min_value=date(2020, 1, 1), max_value=date(2035, 12, 31))
facts = st.builds(HomeFact, st.sampled_from(Answer), st.sampled_from(Standing))
livings = st.builds(
    Living,
    situation=st.sampled_from(LivingSituation),
    home_on_release=facts,
    release_on=st.none() | days,
    certainty=st.sampled_from(ReleaseCertainty),
)
homes = st.builds(
    HomeFacts,
    home=facts,
    terminated=facts,
    costs_covered=facts,
    threatened=facts,
    new_home=facts,
    lease_ends_on=st.none() | days,
    release_on=st.none() | days,
)


def fact(cell: str) -> HomeFact:
    answer, _, standing = cell.partition(" ")
    return HomeFact(Answer(answer), Standing(standing)) if cell else NOT_KNOWN


@pytest.mark.parametrize("row", golden("needs", "bostedslos"), ids=lambda row: row["hvorfor"])
def test_homeless(row: Row) -> None:
    living = Living(
        situation=LivingSituation(row["bosituasjon"]),
        home_on_release=fact(row["bolig etterpå"]),
        release_on=day(row["løslates"]),
        certainty=ReleaseCertainty(row["sikkerhet"] or "unknown"),
    )
    verdict = is_homeless(living, today=date.fromisoformat(row["i dag"]))
    assert verdict.answer == row["ventet"]
    assert all(reason.say().endswith(".") for reason in verdict.reasons) and verdict.reasons


@pytest.mark.parametrize("row", golden("needs", "risiko"), ids=lambda row: row["hvorfor"])
def test_risk(row: Row) -> None:
    answer = home_risk(
        HomeFacts(
            home=fact(row["bolig"]),
            terminated=fact(row["oppsagt"]),
            costs_covered=fact(row["dekket"]),
            threatened=fact(row["truet"]),
            new_home=fact(row["ny bolig"]),
            lease_ends_on=day(row["kontrakt til"]),
            release_on=day(row["løslates"]),
        )
    )
    assert answer.risk == row["ventet"]
    assert all("%(" not in reason.say() for reason in answer.reasons) and answer.reasons


@given(home=homes)
def test_what_is_only_said_never_decides(home: HomeFacts) -> None:
    said = {
        name: HomeFact(getattr(home, name).answer, Standing.SAID)
        for name in ("home", "terminated", "costs_covered", "threatened", "new_home")
    }
    assert home_risk(replace(home, **said)).risk is HomeRisk.UNKNOWN


@given(home=homes, name=st.sampled_from(["home", "terminated", "costs_covered", "threatened", "new_home"]))
def test_forgetting_a_fact_never_makes_a_home_safe(home: HomeFacts, name: str) -> None:
    forgotten = home_risk(replace(home, **{name: NOT_KNOWN})).risk
    assert forgotten is not HomeRisk.KEPT or home_risk(home).risk is HomeRisk.KEPT


@given(living=livings, today=days)
def test_forgetting_never_turns_homeless_into_not_homeless(living: Living, today: date) -> None:
    full = is_homeless(living, today=today).answer
    for forgotten in (
        replace(living, home_on_release=NOT_KNOWN),
        replace(living, release_on=None),
        replace(living, certainty=ReleaseCertainty.UNKNOWN),
        replace(living, situation=LivingSituation.UNKNOWN),
    ):
        assert is_homeless(forgotten, today=today).answer is not Answer.NO or full is Answer.NO


@given(living=livings, today=days, later=days)
def test_the_gate_opens_once(living: Living, today: date, later: date) -> None:
    first, second = sorted((today, later))
    if is_homeless(living, today=first).answer is Answer.YES:
        assert is_homeless(living, today=second).answer is Answer.YES
