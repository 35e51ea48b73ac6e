"""Contacts after release and what may be secured, told by hand; no database."""

from __future__ import annotations

import datetime as dt

import pytest

from hjemvei.agreements.enums import OffsetUnit
from hjemvei.agreements.rules import Offset
from hjemvei.tenancies.rules import Contact, contact_plan, next_try, security_left


@pytest.mark.parametrize(
    ("day", "again"),
    [("2026-11-16", "2026-11-18"), ("2026-11-19", "2026-11-23"), ("2026-12-23", "2026-12-28")],
)
def test_a_contact_that_did_not_happen_is_tried_again_on_the_next_working_day_but_one(
    day: str, again: str
) -> None:
    assert next_try(dt.date.fromisoformat(day)) == dt.date.fromisoformat(again)


@pytest.mark.parametrize(
    ("rent", "secured", "left"), [(8000, 0, 48_000), (8000, 47_999, 1), (8000, 48_000, 0), (8000, 60_000, 0)]
)
def test_deposit_and_guarantee_are_six_months_rent_together(rent: int, secured: int, left: int) -> None:
    assert security_left(rent=rent, secured=secured) == left


def test_the_contacts_come_in_order_on_working_days() -> None:
    """Out on Friday 2 October 2026: four weeks on is a Friday, three months on a Saturday."""
    plan = contact_plan(released_on=dt.date(2026, 10, 2))
    days = [contact.planned_on for contact in plan]
    assert days == sorted(days) and all(day.weekday() < 5 for day in days)
    by_code = {contact.code: contact for contact in plan}
    assert by_code["still_housed_3_months"].planned_on == dt.date(2027, 1, 1) - dt.timedelta(days=1)
    assert all(isinstance(contact, Contact) and contact.title for contact in plan)


def test_a_contact_on_the_day_of_release_stays_there() -> None:
    """Out on a Saturday, first contact the same day: never before the release."""
    saturday = dt.date(2026, 10, 3)
    changes = {"first_follow_up": Offset(0, OffsetUnit.DAYS)}
    assert contact_plan(released_on=saturday, changes=changes)[0].planned_on == saturday
    assert contact_plan(released_on=saturday, changes={}) == contact_plan(released_on=saturday)
