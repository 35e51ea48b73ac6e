"""The text of a routine as parts of a page, and the starters."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hjemvei.agreements.clauses import LANGUAGES
from hjemvei.routines.rules import BlockKind, Duty, Share, blocks, holds_number, months_after, shares
from hjemvei.routines.starters import FOLDER, STARTERS, read_starter
from hjemvei.routines.texts import check_text


def test_a_text_becomes_headings_steps_points_and_paragraphs() -> None:
    found = [
        (b.kind, b.texts) for b in blocks("## Før\n\nFørst\nogså\n1. En\n2) To\n- a\n- b\n\n<b>x</b>\n#")
    ]
    assert found == [
        (BlockKind.HEADING, ("Før",)),
        (BlockKind.PARAGRAPH, ("Først også",)),
        (BlockKind.STEPS, ("En", "To")),
        (BlockKind.POINTS, ("a", "b")),
        (BlockKind.PARAGRAPH, ("<b>x</b>",)),
    ]


@given(st.text(alphabet="#-1. abc\n)", max_size=60))
def test_any_text_has_only_blocks_with_words(words: str) -> None:
    assert all(text for block in blocks(words) for text in block.texts)


@pytest.mark.parametrize(
    ("words", "found"),
    [("27909642545", True), ("279096 42545", True), ("1234567890123", False), ("§ 3-6", False)],
)
def test_identity_numbers_are_seen(words: str, *, found: bool) -> None:
    assert holds_number(f"Ring {words} nå") is found


@pytest.mark.parametrize(
    ("months", "day"), [(1, dt.date(2027, 1, 31)), (3, dt.date(2027, 3, 31)), (2, dt.date(2027, 2, 28))]
)
def test_months_end_on_a_day_that_is_there(months: int, day: dt.date) -> None:
    assert months_after(dt.date(2026, 12, 31), months) == day


def test_shares_count_each_once_by_unit_and_role() -> None:
    duties = [Duty(2, "a", 1), Duty(1, "b", 1), Duty(1, "b", 2), Duty(1, "b", 2)]
    assert shares(duties, frozenset({2, 9})) == [Share(1, "b", 1, 2), Share(2, "a", 0, 1)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_starter_is_a_whole_routine_in_every_language(language: str) -> None:
    for code, starter in STARTERS.items():
        text = read_starter(code, language)
        check_text(text)
        assert starter.clauses and len(next(blocks(text.steps)).texts) >= 5
    assert {path.stem for path in (FOLDER / language).glob("*.md")} == set(STARTERS)


def test_a_starter_in_another_language_is_in_bokmal() -> None:
    assert read_starter("follow_up", "ar") == read_starter("follow_up", "nb")
