"""What a how-to shows of the code stands in the code, and every page of it is found from the index."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
HOW_TO = ROOT / "docs" / "how-to"
PLACES = (
    "policy/cooperation.py",
    "actions/close_case.py",
    "forms_cooperation.py",
    "views/cooperation.py",
)


def shown() -> list[str]:
    text = (HOW_TO / "add-an-action.md").read_text(encoding="utf-8")
    return re.findall(r"```python\n(.*?)```", text, flags=re.DOTALL)


@pytest.mark.parametrize("block", shown(), ids=lambda block: block.split("(")[0].strip())
def test_the_example_stands_in_the_code(block: str) -> None:
    code = [(ROOT / "src/hjemvei/cases" / place).read_text(encoding="utf-8") for place in PLACES]
    assert any(block in text for text in code)


def test_the_readme_leads_to_every_how_to() -> None:
    index = (HOW_TO / "README.md").read_text(encoding="utf-8")
    pages = [path.name for path in HOW_TO.glob("*.md") if path.name != "README.md"]
    assert [name for name in sorted(pages) if f"({name})" not in index] == []
    assert "docs/how-to" in (ROOT / "README.md").read_text(encoding="utf-8")
