"""Each rule of access by itself, their order, and what may be told of a refusal."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise, product

import pytest

from hjemvei.sharing.access.rules import (
    RULES,
    Facts,
    consent_is,
    decide,
    emergency_classes,
    may_be_told,
    related,
)

OURS = Facts(takes_part=True, is_held=True, consent="ended")
"""A case of one's own unit: nothing refuses."""
COLLEAGUE = Facts(is_held=True, consent="ended")
"""A case of another unit of one's own controller."""
CASES = {
    "strictly_confidential_address": (
        replace(OURS, protection=2, clearance=1),
        replace(OURS, protection=2, clearance=2),
    ),
    "address_abroad": (replace(OURS, protection=3, clearance=2), replace(OURS, protection=3, clearance=3)),
    "confidential_address": (replace(OURS, protection=1), replace(OURS, protection=1, clearance=2)),
    "shielded_staff": (replace(OURS, protection=4, clearance=3), replace(OURS, protection=4, clearance=4)),
    "own_case": (replace(OURS, relation="own", is_blocked=True), OURS),
    "parent_or_child": (replace(OURS, relation="parent_child", is_blocked=True), OURS),
    "partner": (replace(OURS, relation="partner", is_blocked=True), OURS),
    "sibling": (replace(OURS, relation="sibling", is_blocked=True), OURS),
    "common_child": (replace(OURS, relation="common_child", is_blocked=True), OURS),
    "near_relation": (replace(OURS, is_blocked=True), OURS),
    "no_casework": (replace(OURS, works_with_cases=False), OURS),
    "consent_withdrawn": (Facts(consent="withdrawn"), replace(OURS, consent="withdrawn")),
    "consent_expired": (Facts(consent="expired"), replace(OURS, consent="expired")),
    "consent_missing": (Facts(consent="missing"), OURS),
    "other_controller": (Facts(consent="ended"), OURS),
    "other_unit": (COLLEAGUE, replace(COLLEAGUE, is_open=True)),
}


@pytest.mark.parametrize("code", [rule.code for rule in RULES])
def test_each_rule_refuses_what_it_is_for_and_nothing_else(code: str) -> None:
    refused, allowed = CASES[code]
    answer = decide(refused)
    assert answer.rule is not None and answer.rule.code == code and answer.rule.reason
    assert decide(allowed).allowed


def test_the_order_is_that_of_the_source_and_only_the_last_gives_way() -> None:
    assert all(one.order < two.order for one, two in pairwise(RULES))
    assert [rule.code for rule in RULES if rule.overridable] == ["other_unit"]
    assert [rule.order for rule in RULES[:9]] == [100, 200, 300, 400, 500, 600, 700, 800, 900]


def test_no_emergency_reaches_past_a_core_rule() -> None:
    core = [rule.code for rule in RULES if not rule.overridable]
    for code in core:
        refused, _allowed = CASES[code]
        answer = decide(replace(refused, takes_part=False, is_open=True))
        assert answer.rule is not None and not answer.may_break_glass, code


def test_the_two_kinds_of_clearance_do_not_stand_in_for_one_another() -> None:
    for protection, clearance in product(range(8), range(8)):
        sees = protection & 3 <= clearance & 3 and protection & 4 <= clearance & 4
        assert decide(replace(OURS, protection=protection, clearance=clearance)).allowed is sees


def test_a_close_tie_refuses_before_anybody_has_blocked_the_user() -> None:
    answer = decide(replace(OURS, relation="near"))
    assert answer.rule is not None and answer.rule.code == "near_relation"


def test_each_relation_and_each_end_of_a_consent_is_its_own_rule() -> None:
    assert related("partner")(replace(OURS, relation="partner"))
    assert not related("partner")(replace(OURS, relation="sibling"))
    ended = consent_is("withdrawn", "expired")
    assert [ended(Facts(consent=how)) for how in ("withdrawn", "expired", "missing", "")] == [1, 1, 0, 0]
    assert not ended(Facts(consent="withdrawn", is_held=True))
    assert not ended(Facts(consent="missing", is_held=True))


def test_what_a_refusal_may_tell() -> None:
    told = {
        rule.code: [
            may_be_told(decide(facts), facts)
            for facts in (replace(CASES[rule.code][0], takes_part=ours) for ours in (True, False))
        ]
        for rule in RULES
    }
    relations = {"own_case", "parent_or_child", "partner", "sibling", "common_child", "near_relation"}
    assert {code for code, (ours, _theirs) in told.items() if ours} == relations
    assert {code for code, (_ours, theirs) in told.items() if theirs} == {"other_unit"}


def test_an_emergency_opens_less_than_the_role_reads() -> None:
    everything = frozenset(range(11))
    assert emergency_classes(everything, is_health_worker=True) == everything - {0, 9}
    assert emergency_classes(everything, is_health_worker=False) == everything - {0, 5, 9}
    assert emergency_classes(frozenset({1, 2}), is_health_worker=True) == {1, 2}
