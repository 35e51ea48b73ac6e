"""The table of requirements stays complete and says where each one is met."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

from django.urls import URLResolver, get_resolver

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "requirements.md"
MILESTONES = ("The road", "Trust", "Agreements", "Need", "Homes", "Learning")
STATES = ("planned", "partly", "met")
TYPES = (*"ABCDEFGHIKLMNPQSTX", "law")
EXPECTED_IDS = [f"R{number}" for number in range(1, 378)] + [f"L{number}" for number in range(1, 21)]


class Row(NamedTuple):
    """One requirement, columns as they stand on the page."""

    id: str
    type: str
    statement: str
    milestone: str
    first: str
    state: str
    note: str


def read_rows() -> list[Row]:
    """Every line that begins with a requirement's id; a wrong number of columns raises `TypeError`."""
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    marked = [line for line in lines if re.match(r"\| [RL]\d", line)]
    return [
        Row(*(cell.strip() for cell in line.strip().removeprefix("|").removesuffix("|").split("|")))
        for line in marked
    ]


def test_every_requirement_stands_there_once_and_in_order() -> None:
    assert [row.id for row in read_rows()] == EXPECTED_IDS


def test_columns_hold_words_of_the_closed_lists() -> None:
    wrong = [
        row.id
        for row in read_rows()
        if row.state not in STATES
        or row.milestone not in MILESTONES
        or row.first not in ("", *MILESTONES)
        or row.type not in TYPES
    ]
    assert wrong == []


def test_first_milestone_comes_before_the_one_that_completes() -> None:
    wrong = [
        row.id
        for row in read_rows()
        if row.first and MILESTONES.index(row.first) >= MILESTONES.index(row.milestone)
    ]
    assert wrong == []


def test_statements_are_there_and_short() -> None:
    assert [row.id for row in read_rows() if not 10 <= len(row.statement) <= 160] == []


def test_what_is_met_says_where_and_what_is_partly_met_says_what_is_missing() -> None:
    rows = read_rows()
    assert [row.id for row in rows if row.state == "met" and not row.note] == []
    assert [row.id for row in rows if row.state == "partly" and "missing:" not in row.note] == []


def test_a_milestone_that_is_not_reached_leaves_no_note() -> None:
    assert [row.id for row in read_rows() if row.state == "planned" and row.note] == []


def named(note: str) -> list[str]:
    """What stands between backticks."""
    return re.findall(r"`([^`]+)`", note)


def test_a_test_that_is_named_is_there() -> None:
    """A file or directory, and the function where one is named; what moved is moved here too."""
    gone = []
    for row in read_rows():
        for name in named(row.note):
            path, _, function = name.partition("::")
            if not path.startswith("tests/"):
                continue
            place = ROOT / path
            if not place.exists() or (function and f"def {function}(" not in place.read_text("utf-8")):
                gone.append(f"{row.id}: {name}")
    assert gone == []


def test_a_page_that_is_named_is_there() -> None:
    apps: dict[str, URLResolver] = {
        name: found for name, (_prefix, found) in get_resolver().namespace_dict.items() if name
    }
    gone = [
        f"{row.id}: {name}"
        for row in read_rows()
        for name in named(row.note)
        if re.fullmatch(r"[a-z_]+:[a-z_]+", name)
        and not ((app := apps.get(name.partition(":")[0])) and name.partition(":")[2] in app.reverse_dict)
    ]
    assert gone == []
