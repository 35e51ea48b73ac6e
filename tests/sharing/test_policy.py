"""Who may ask for, take down, end and use a consent: by role, by part in the case, by day; no database."""

from __future__ import annotations

import datetime as dt

import pytest

from hjemvei.accounts.enums import InfoClass, Role
from hjemvei.sharing import policy
from hjemvei.sharing.enums import ConsentState, ShareBasis
from hjemvei.sharing.models import Case, Consent, HiddenDisclosure
from tests.accounts.test_actor import TWO_UNITS, one

DAY = dt.date(2026, 11, 16)
MINE = Case(access_units=[30, 44])
THEIRS = Case(access_units=[44])
CLOSED = Case(access_units=[30], closed_at=dt.datetime(2026, 11, 1, tzinfo=dt.UTC))
WRITES = {
    Role.CONTACT_OFFICER,
    Role.PRISON_SOCIAL_WORKER,
    Role.REINTEGRATION_COORDINATOR,
    Role.PROBATION_OFFICER,
}
MUNICIPAL = {
    Role.MUNICIPAL_COORDINATOR,
    Role.SOCIAL_CASEWORKER,
    Role.HOUSING_OFFICER,
    Role.HOUSING_CONSULTANT,
}
ASKS = WRITES | MUNICIPAL | {Role.PERSON}
TAKES_BACK = ASKS | {Role.HEALTH_WORKER, Role.FOLLOW_UP_WORKER, Role.VOLUNTARY_PROVIDER}
CALLS = {
    ShareBasis.STATUTE_BENEFITS: (WRITES - {Role.CONTACT_OFFICER}) | {Role.PRISON_LEADER},
    ShareBasis.STATUTE_CONTACT: {Role.SOCIAL_CASEWORKER},
}


def consent(case: Case = MINE, state: str = ConsentState.GIVEN) -> Consent:
    return Consent(case=case, state=state, starts_on=DAY, ends_before=DAY + dt.timedelta(days=2))


def test_only_roles_in_units_that_take_part_count() -> None:
    assert policy.roles_in(TWO_UNITS, MINE) == {Role.SOCIAL_CASEWORKER, Role.HOUSING_OFFICER}
    assert policy.roles_in(TWO_UNITS, Case(access_units=[12])) == {Role.MUNICIPAL_LEADER}
    assert policy.roles_in(TWO_UNITS, THEIRS) == set()


@pytest.mark.parametrize("role", list(Role))
def test_who_asks_and_who_takes_back(role: Role) -> None:
    actor = one(role)
    assert bool(policy.can_ask_consent(actor, MINE)) is (role in ASKS)
    assert bool(policy.can_answer_consent(actor, consent())) is (role in ASKS)
    assert bool(policy.can_take_back(actor, MINE)) is (role in TAKES_BACK)
    assert bool(policy.can_withdraw_consent(actor, consent())) is (role in TAKES_BACK)
    assert not policy.can_ask_consent(actor, THEIRS) and not policy.can_take_back(actor, THEIRS)


def test_a_closed_case_takes_no_new_consent_but_a_withdrawal() -> None:
    nils = one(Role.SOCIAL_CASEWORKER)
    assert not policy.can_ask_consent(nils, CLOSED)
    assert "avsluttet" in str(policy.can_ask_consent(nils, CLOSED).reason)
    assert policy.can_take_back(nils, CLOSED)


def test_whoever_reads_by_emergency_alone_writes_nothing() -> None:
    alone = one(Role.SOCIAL_CASEWORKER, emergency=frozenset({Role.SOCIAL_CASEWORKER}))
    for answer in (policy.can_ask_consent(alone, THEIRS), policy.can_take_back(alone, THEIRS)):
        assert not answer and "lese" in str(answer.reason)


@pytest.mark.parametrize("role", list(Role))
def test_who_hands_over_and_who_sees_the_number(role: Role) -> None:
    shared = {InfoClass.IDENTITY, InfoClass.HOUSING}
    answer = policy.can_hand_over(one(role), consent(), unit_classes=shared, today=DAY)
    assert bool(answer) is (role in ASKS | {Role.SYSTEM})
    fills_in = ASKS - {Role.CONTACT_OFFICER, Role.HOUSING_CONSULTANT, Role.PERSON}
    assert bool(policy.can_show_number(one(role), MINE)) is (role in fills_in)
    assert not policy.can_show_number(one(role), THEIRS)


@pytest.mark.parametrize(
    ("days", "in_force"),
    [(-1, False), (0, True), (1, True), (2, False)],
    ids=["før", "første", "siste", "etter"],
)
def test_a_consent_is_in_force_from_its_first_day_to_before_its_end(days: int, in_force: bool) -> None:
    today = DAY + dt.timedelta(days=days)
    assert policy.is_in_force(consent(), today=today) is in_force
    for state in set(ConsentState) - {ConsentState.GIVEN}:
        assert policy.is_in_force(consent(state=state), today=today) is False
    tor = one(Role.CONTACT_OFFICER)
    answer = policy.can_hand_over(tor, consent(), unit_classes={InfoClass.IDENTITY}, today=today)
    assert bool(answer) is in_force


@pytest.mark.parametrize("lacks", ["starts_on", "ends_before"])
def test_a_consent_without_its_days_is_not_in_force(lacks: str) -> None:
    undated = consent()
    setattr(undated, lacks, None)
    assert policy.is_in_force(undated, today=DAY) is False


def test_nothing_is_handed_to_a_unit_that_does_not_get_the_name() -> None:
    tor = one(Role.CONTACT_OFFICER)
    answer = policy.can_hand_over(tor, consent(), unit_classes={InfoClass.HOUSING}, today=DAY)
    assert not answer and "ikke nevnt" in str(answer.reason)
    assert not policy.can_hand_over(tor, consent(THEIRS), unit_classes={InfoClass.IDENTITY}, today=DAY)


@pytest.mark.parametrize("basis", list(CALLS))
@pytest.mark.parametrize("role", list(Role))
def test_each_statute_has_its_own_senders(role: Role, basis: ShareBasis) -> None:
    actor, may = one(role), role in CALLS[basis]
    assert bool(policy.can_tell_by_statute(actor, MINE, basis)) is may
    assert (basis in policy.statutes_for(actor, MINE)) is may
    assert not policy.can_tell_by_statute(actor, THEIRS, basis)


def test_consent_is_no_statute() -> None:
    nils = one(Role.SOCIAL_CASEWORKER)
    assert not policy.can_tell_by_statute(nils, MINE, ShareBasis.CONSENT)
    assert policy.statutes_for(nils, THEIRS) == []


def hidden(*, by: int, controller: int = 5, case: Case = MINE) -> HiddenDisclosure:
    return HiddenDisclosure(case=case, controller_id=controller, recorded_by_id=by)


def test_two_people_of_one_controller_hide_something_from_the_person() -> None:
    nils = one(Role.SOCIAL_CASEWORKER)
    assert policy.can_approve_hiding(nils, hidden(by=8))
    assert policy.can_approve_hiding(one(Role.PRISON_LEADER), hidden(by=8))
    own = policy.can_approve_hiding(nils, hidden(by=7))
    assert not own and "En annen" in str(own.reason)
    for refused in (hidden(by=8, controller=6), hidden(by=8, case=THEIRS)):
        assert not policy.can_approve_hiding(nils, refused)
    assert not policy.can_approve_hiding(one(Role.FOLLOW_UP_WORKER), hidden(by=8))
