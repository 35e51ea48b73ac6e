"""Access, consent, deadlines, queues and retention are held by tests that notice a change of the code."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import pytest

from tests.mutation.page import AREAS, NOT_CHANGED, PAGE, page
from tests.mutation.run import Module, configured_modules, equivalents, mutants_of, run, said

LEAST = 90.0


@pytest.mark.evidence
def test_at_least_nine_of_ten_mutants_are_noticed_in_every_module(tmp_path: Path) -> None:
    """All modules by default; a part of a path in `HJEMVEI_MUTATE` tries those alone and writes no page."""
    only = os.environ.get("HJEMVEI_MUTATE", "")
    modules = run(tmp_path, only=only)
    print(f"\n{said(modules)}")
    if not only:
        PAGE.parent.mkdir(parents=True, exist_ok=True)
        PAGE.write_text(page(modules, day=dt.datetime.now(dt.UTC).date()), encoding="utf-8")
    assert {module.name: module.score for module in modules if module.score < LEAST} == {}


def test_every_module_has_its_area_and_its_line_on_the_page() -> None:
    named = {f"hjemvei.{name}" for names in AREAS.values() for name in names}
    assert named == set(configured_modules())
    text = PAGE.read_text(encoding="utf-8")
    assert [name for name in configured_modules() if f"| `{name}` |" not in text] == []


def test_the_page_says_what_survived_and_why_the_rest_is_no_loss() -> None:
    change = ("hjemvei.rights.rules.due_on", "a < b", "a <= b")
    text = page([Module("hjemvei.rights.rules", 9, (change,), ())], day=dt.date(2026, 11, 23))
    assert "| deadlines | `hjemvei.rights.rules` | 10 | 9 | 1 | 0 | 90.0 % |" in text
    assert "- `rights.rules.due_on`: `a < b` became `a <= b`" in text
    assert text.endswith(NOT_CHANGED)


def test_what_is_called_equivalent_is_still_a_mutant_of_the_code() -> None:
    for module in configured_modules():
        mine = {change for change in equivalents() if change[0].startswith(f"{module}.")}
        assert not mine or mine <= set(mutants_of(module).values())
