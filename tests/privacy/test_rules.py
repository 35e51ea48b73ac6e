"""From which day on what is held is to be restricted or ended, told by hand; no database."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from hjemvei.privacy.rules import Windows, windows


def on(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(f"{text}T09:00:00+00:00")


AT = on("2026-11-23")


@pytest.mark.parametrize(
    ("months", "expected"),
    [
        ({}, Windows(None, None, None)),
        ({"end_days": 7}, Windows(None, None, on("2026-11-16"))),
        ({"end_months": 72}, Windows(None, None, on("2020-11-23"))),
        ({"end_months": 1, "end_days": 7}, Windows(None, None, on("2026-10-23"))),
        ({"restrict_months": 12}, Windows(None, on("2025-11-23"), None)),
        (
            {"restrict_months": 12, "end_months": 72},
            Windows(on("2020-11-23"), on("2025-11-23"), on("2020-11-23")),
        ),
        (
            {"restrict_months": 12, "end_days": 7},
            Windows(on("2026-11-16"), on("2025-11-23"), on("2026-11-16")),
        ),
    ],
)
def test_the_windows_of_a_rule(months: dict[str, Any], expected: Windows) -> None:
    rule = {"restrict_months": None, "end_months": None, "end_days": None, **months}
    assert windows(at=AT, **rule) == expected
