"""Bokmål stands in the code; Nynorsk and English are complete, keep every blank, and are compiled."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

from hjemvei.cli.texts import LANGUAGES, untranslated

PACKAGE = Path(__file__).resolve().parents[2] / "src" / "hjemvei"
BLANK = re.compile(r"%\(\w+\)[sd]")


def catalogue(language: str, ending: str) -> Path:
    return PACKAGE / "locale" / language / "LC_MESSAGES" / f"django.{ending}"


def test_nothing_is_untranslated() -> None:
    assert list(untranslated(PACKAGE)) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_blank_of_a_text_is_in_its_translation(language: str) -> None:
    with catalogue(language, "po").open("rb") as file:
        messages = [
            message
            for message in read_po(file, locale=language)
            if isinstance(message.id, str) and message.id
        ]
    assert len(messages) > 2000
    wrong = [m.id for m in messages if sorted(BLANK.findall(m.id)) != sorted(BLANK.findall(str(m.string)))]
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_compiled_is_what_is_written(language: str) -> None:
    with catalogue(language, "po").open("rb") as written, catalogue(language, "mo").open("rb") as compiled:
        source = {first(m.id) for m in read_po(written, locale=language) if m.id and m.string}
        made = {first(m.id) for m in read_mo(compiled) if m.id}
    assert source == made


def first(text: str | list[str] | tuple[str, ...]) -> str:
    """A text's key; of one with a plural, its singular."""
    return text if isinstance(text, str) else text[0]
