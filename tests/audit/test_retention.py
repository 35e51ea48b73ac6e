"""An installation's own periods: what may differ, to the month; what a wrong file is told. No database."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from hjemvei.audit.retention import RULES, Outcome, Rule, rules


@pytest.fixture
def say(settings: Any, tmp_path: Path) -> Any:
    def write(own: Any) -> dict[str, Rule]:
        path = tmp_path / "oppbevaring.json"
        path.write_text(json.dumps(own, ensure_ascii=False), encoding="utf-8")
        settings.RETENTION_FILE = str(path)
        return rules()

    return write


def test_without_a_file_the_proposals_hold(settings: Any) -> None:
    del settings.RETENTION_FILE
    assert list(rules().values()) == list(RULES)


@pytest.mark.parametrize("months", [1, 1199])
def test_from_a_month_to_a_hundred_years(say: Any, months: int) -> None:
    found = say({"person": {"end_months": months}})["person"]
    assert (found.restrict_months, found.end_months, found.outcome) == (12, months, Outcome.ARCHIVE)


@pytest.mark.parametrize(
    ("own", "why"),
    [
        ({"person": {"end_months": 0}}, "person: months are whole numbers above 0"),
        ({"person": {"end_months": 1200}}, "person: months are whole numbers above 0"),
        ({"person": {"restrict_months": "6"}}, "person: months are whole numbers above 0"),
        ({"person": {"starts": "at", "code": "x"}}, r"person: unknown \['code', 'starts'\]"),
        ({"draft": {"end_months": 1}}, "draft is carried out by hjemvei.accounts.tasks.purge_drafts"),
    ],
)
def test_a_wrong_file_is_told_why(say: Any, own: dict[str, Any], why: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=why):
        say(own)
