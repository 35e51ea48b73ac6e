"""Decisions stay short and whole; the glossary has one line for each word and one word for each thing."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ADRS = sorted((ROOT / "docs" / "adr").glob("[0-9]*.md"))
HEADINGS = ["## Context", "## Decision", "## Consequences", "## Alternatives"]


def glossary() -> list[list[str]]:
    """The cells of every term's line: norsk, code, meaning, avoid."""
    lines = (ROOT / "CONTEXT.md").read_text(encoding="utf-8").splitlines()
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("| ")]
    return [row for row in cells if len(row) > 1 and row[1].startswith("`")]


@pytest.mark.parametrize("path", ADRS, ids=lambda path: path.stem)
def test_a_decision_is_short_and_has_its_four_parts(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.startswith(f"# {path.stem[:4]} ") or path.stem.startswith("0000")
    assert re.findall(r"^## .+$", text, flags=re.MULTILINE) == HEADINGS
    assert len(text.split()) <= 400


def test_numbers_of_decisions_are_used_once() -> None:
    numbers = Counter(path.stem[:4] for path in ADRS)
    assert [number for number, count in numbers.items() if count > 1] == []


def test_decisions_that_are_cited_exist() -> None:
    numbers = {path.stem[:4] for path in ADRS}
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    cited = {
        number for page in pages for number in re.findall(r"ADR-(\d{4})", page.read_text(encoding="utf-8"))
    }
    assert cited - numbers == set()


def test_every_term_has_a_code_and_a_meaning() -> None:
    rows = glossary()
    assert len(rows) > 128
    assert [row[0] for row in rows if len(row) != 4 or not row[0] or not row[2]] == []


def test_every_term_and_every_code_stands_once() -> None:
    rows = glossary()
    codes = Counter(code for row in rows for code in re.findall(r"`(\w+)`", row[1]))
    assert [word for word, count in Counter(row[0] for row in rows).items() if count > 1] == []
    assert [code for code, count in codes.items() if count > 1] == []


def test_the_licence_is_the_whole_text() -> None:
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "Apache License" in text
    assert "Version 2.0, January 2004" in text
    assert "END OF TERMS AND CONDITIONS" in text
