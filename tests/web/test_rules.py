"""The order of the case list tells no more than the role may read; no database."""

from __future__ import annotations

import pytest

from hjemvei.accounts.enums import READABLE, InfoClass, Role
from hjemvei.web.rules import order_by

PRESSING = ("rank", "sort_on", "case_id")


@pytest.mark.parametrize(
    ("role", "asked", "expected"),
    [
        (Role.CONTACT_OFFICER, "", PRESSING),
        (Role.CONTACT_OFFICER, "dato", ("sort_on", "case_id")),
        (Role.CONTACT_OFFICER, "frist", ("next_due_on", "case_id")),
        (Role.CONTACT_OFFICER, "ansvarlig", ("owner_or_none", "sort_on", "case_id")),
        (Role.VOLUNTARY_PROVIDER, "", ("case_id",)),  # reads housing, not dates
        (Role.VOLUNTARY_PROVIDER, "dato", ("case_id",)),
        (Role.VOLUNTARY_PROVIDER, "frist", ("next_due_on", "case_id")),
        (Role.VOLUNTARY_PROVIDER, "ansvarlig", ("owner_or_none", "case_id")),
        (Role.HEALTH_WORKER, "", ("case_id",)),  # reads dates, not housing
        (Role.HEALTH_WORKER, "dato", ("case_id",)),
        (Role.HEALTH_WORKER, "ansvarlig", ("owner_or_none", "sort_on", "case_id")),
        (Role.MUNICIPAL_LEADER, "ansvarlig", ("owner_or_none", "case_id")),
    ],
)
def test_the_order_of_a_role(role: Role, asked: str, expected: tuple[str, ...]) -> None:
    assert order_by(asked, READABLE[role]) == expected


def test_dates_and_risk_are_enough_for_the_pressing_first() -> None:
    assert order_by("", frozenset({InfoClass.CUSTODY, InfoClass.HOUSING})) == PRESSING


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("asked", ["", "dato", "frist", "ansvarlig"])
def test_every_order_is_total_and_never_by_what_is_not_read(role: Role, asked: str) -> None:
    by = order_by(asked, READABLE[role])
    assert by[-1] == "case_id"
    assert InfoClass.CUSTODY in READABLE[role] or "sort_on" not in by
    assert InfoClass.HOUSING in READABLE[role] or "rank" not in by
