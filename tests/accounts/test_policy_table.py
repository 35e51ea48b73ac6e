"""Who may administer whom, told as a table: each question, each answer with its words; no database."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest

from hjemvei.accounts import policy
from hjemvei.accounts.enums import Role
from hjemvei.accounts.models import Membership
from hjemvei.accounts.models_clearance import Clearance
from hjemvei.accounts.models_offer import SeatOffer
from hjemvei.accounts.policy import YES, Decision
from hjemvei.parties.enums import ControllerKind
from hjemvei.parties.models import Controller, Unit
from tests.accounts.test_actor import one

ANNE = one(Role.ADMINISTRATOR)  # user 7 of controller 5
NILS = one(Role.SOCIAL_CASEWORKER)
OURS = Unit(pk=30, controller=Controller(pk=5, kind=ControllerKind.MUNICIPALITY))
THEIRS = Unit(pk=99, controller=Controller(pk=6, kind=ControllerKind.MUNICIPALITY))
STRANGE = Unit(pk=98, controller=Controller(pk=5, kind="unknown"))
NAV, ADMIN, PRISON = Role.SOCIAL_CASEWORKER, Role.ADMINISTRATOR, Role.CONTACT_OFFICER
NO, ELSEWHERE = policy.NO_ADMINISTRATOR, policy.OTHER_CONTROLLER
SELF, ROLE = policy.NOT_YOURSELF, policy.ROLE_ELSEWHERE
OWN, TWO = policy.NOT_OWN_CLEARANCE, policy.TAKES_TWO


def seat(unit: Unit, user_id: int) -> Membership:
    return Membership(unit=unit, user_id=user_id)


def clearance(*, of: int, asked_by: int, controller: int = 5) -> Clearance:
    return Clearance(user_id=of, asked_by_id=asked_by, controller_id=controller)


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (lambda: policy.can_administer(ANNE), YES),
        (lambda: policy.can_administer(NILS), NO),
        (lambda: policy.can_manage_unit(ANNE, OURS), YES),
        (lambda: policy.can_manage_unit(ANNE, THEIRS), ELSEWHERE),
        (lambda: policy.can_manage_unit(NILS, OURS), NO),
        (lambda: policy.can_give_role(ANNE, unit=OURS, role=NAV, user_id=8), YES),
        (lambda: policy.can_give_role(ANNE, unit=OURS, role=NAV, user_id=None), YES),
        (lambda: policy.can_give_role(ANNE, unit=OURS, role=NAV, user_id=7), SELF),
        (lambda: policy.can_give_role(ANNE, unit=OURS, role=PRISON, user_id=8), ROLE),
        (lambda: policy.can_give_role(ANNE, unit=STRANGE, role=NAV, user_id=8), ROLE),
        (lambda: policy.can_give_role(ANNE, unit=THEIRS, role=NAV, user_id=8), ELSEWHERE),
        (lambda: policy.can_give_role(NILS, unit=OURS, role=NAV, user_id=8), NO),
        (lambda: policy.can_make_token(ANNE, unit=OURS, role=NAV), YES),
        (lambda: policy.can_make_token(ANNE, unit=OURS, role=ADMIN), ROLE),
        (lambda: policy.can_make_token(ANNE, unit=OURS, role=PRISON), ROLE),
        (lambda: policy.can_make_token(ANNE, unit=STRANGE, role=NAV), ROLE),
        (lambda: policy.can_make_token(ANNE, unit=THEIRS, role=NAV), ELSEWHERE),
        (lambda: policy.can_make_token(NILS, unit=OURS, role=NAV), NO),
        (lambda: policy.can_end_seat(ANNE, seat(OURS, 8)), YES),
        (lambda: policy.can_end_seat(ANNE, seat(OURS, 7)), SELF),
        (lambda: policy.can_end_seat(ANNE, seat(THEIRS, 8)), ELSEWHERE),
        (lambda: policy.can_end_seat(NILS, seat(OURS, 8)), NO),
        (lambda: policy.can_register_absence(NILS, user_id=7, is_ours=False), YES),
        (lambda: policy.can_register_absence(NILS, user_id=8, is_ours=True), NO),
        (lambda: policy.can_register_absence(ANNE, user_id=8, is_ours=True), YES),
        (lambda: policy.can_register_absence(ANNE, user_id=8, is_ours=False), ELSEWHERE),
        (lambda: policy.can_ask_clearance(ANNE, user_id=8, is_ours=True), YES),
        (lambda: policy.can_ask_clearance(ANNE, user_id=7, is_ours=True), OWN),
        (lambda: policy.can_ask_clearance(ANNE, user_id=8, is_ours=False), ELSEWHERE),
        (lambda: policy.can_ask_clearance(NILS, user_id=8, is_ours=True), NO),
        (lambda: policy.can_answer_clearance(ANNE, clearance(of=8, asked_by=9)), YES),
        (lambda: policy.can_answer_clearance(ANNE, clearance(of=8, asked_by=7)), TWO),
        (lambda: policy.can_answer_clearance(ANNE, clearance(of=7, asked_by=9)), OWN),
        (lambda: policy.can_answer_clearance(ANNE, clearance(of=8, asked_by=9, controller=6)), ELSEWHERE),
        (lambda: policy.can_answer_clearance(NILS, clearance(of=8, asked_by=9)), NO),
        (lambda: policy.can_end_clearance(ANNE, clearance(of=8, asked_by=9)), YES),
        (lambda: policy.can_end_clearance(ANNE, clearance(of=7, asked_by=9)), YES),
        (lambda: policy.can_end_clearance(ANNE, clearance(of=8, asked_by=9, controller=6)), ELSEWHERE),
        (lambda: policy.can_end_clearance(NILS, clearance(of=8, asked_by=9)), NO),
    ],
)
def test_each_question_has_its_answer(asked: Callable[[], Decision], expected: Decision) -> None:
    assert asked() is expected


@pytest.mark.parametrize(
    ("asks", "own"),
    [
        (policy.can_end_everything, policy.NOT_YOURSELF),
        (partial(policy.can_reset_factor, is_elsewhere=False), policy.NOT_OWN_FACTOR),
        (partial(policy.can_answer_identity, is_elsewhere=False), policy.NOT_OWN_IDENTITY),
    ],
)
def test_an_account_is_ours_somebody_elses_and_not_ones_own(
    asks: Callable[..., Decision], own: Decision
) -> None:
    assert asks(ANNE, user_id=8, is_ours=True) is YES
    assert asks(ANNE, user_id=7, is_ours=True) is own
    assert asks(ANNE, user_id=8, is_ours=False) is ELSEWHERE
    assert asks(NILS, user_id=8, is_ours=True) is NO


@pytest.mark.parametrize("asks", [policy.can_reset_factor, policy.can_answer_identity])
def test_an_account_that_opens_seats_elsewhere_is_not_ours_alone(asks: Callable[..., Decision]) -> None:
    assert asks(ANNE, user_id=8, is_ours=True, is_elsewhere=True) is policy.SEAT_ELSEWHERE
    assert asks(ANNE, user_id=8, is_ours=False, is_elsewhere=True) is ELSEWHERE
    assert asks(NILS, user_id=8, is_ours=True, is_elsewhere=True) is NO


def test_an_offer_is_answered_by_whom_it_was_made_to() -> None:
    assert policy.can_answer_offer(8, SeatOffer(user_id=8)) is YES
    assert policy.can_answer_offer(7, SeatOffer(user_id=8)) is policy.NOT_YOUR_OFFER
