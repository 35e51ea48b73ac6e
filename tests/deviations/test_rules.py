"""What slipped around release, told by hand; no database."""

from __future__ import annotations

import datetime as dt

import pytest

from hjemvei.deviations.rules import Released, release_deviations


@pytest.mark.parametrize(
    ("owner_kind", "night", "slipped"),
    [
        ("housing_office", "permanent", ()),
        ("social_service", "", ()),  # an unknown night is a task
        (None, "permanent", ()),  # whoever looks can't know
        ("", "permanent", ("no_owner_at_release",)),
        ("coordination", "permanent", ("no_owner_at_release",)),
        ("follow_up", "rough", ("no_home_at_release",)),
        ("health", "temporary", ("no_home_at_release",)),
        ("city_district", "visiting_flat", ("no_home_at_release", "visiting_flat_used")),
        ("coordination", "rough", ("no_owner_at_release", "no_home_at_release")),
    ],
)
def test_what_slipped(owner_kind: str | None, night: str, slipped: tuple[str, ...]) -> None:
    facts = {"released_on": dt.date(2026, 11, 16), "owner_kind": owner_kind, "night": night}
    assert release_deviations(Released(consented=True, **facts)) == slipped  # type: ignore[arg-type]
    assert release_deviations(Released(consented=False, **facts)) == ()  # type: ignore[arg-type]
