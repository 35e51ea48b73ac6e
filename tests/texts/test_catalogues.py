"""Bokmål stands in the code; Nynorsk and English are complete, keep every blank, and are compiled."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from django.conf import settings

from hjemvei.cli.texts import LANGUAGES, STAFF, gather, is_personal, untranslated

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
    assert len(messages) > (2000 if language in STAFF else 300)
    wrong = [m.id for m in messages if sorted(BLANK.findall(m.id)) != sorted(BLANK.findall(str(m.string)))]
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_compiled_is_what_is_written(language: str) -> None:
    with catalogue(language, "po").open("rb") as written, catalogue(language, "mo").open("rb") as compiled:
        source = {first(m.id) for m in read_po(written, locale=language) if m.id and m.string}
        made = {first(m.id) for m in read_mo(compiled) if m.id}
    assert source == made


WAITING = {"pl", "lt", "ro", "se", "ar", "so"}
"""Languages of the person's page without a catalogue: Bokmål is shown there."""


def test_every_language_of_the_person_has_a_catalogue_or_is_known_to_wait() -> None:
    wanted = {code for code, _name in settings.PERSON_LANGUAGES} - {settings.LANGUAGE_CODE}
    assert wanted - set(LANGUAGES) == WAITING
    texts = [message for message in gather(PACKAGE, "pl") if message.id]
    print(f"\n{len(WAITING)} languages wait for {len(texts)} texts each")
    assert 300 < len(texts) < 600


def test_a_language_that_nobody_has_read_says_so() -> None:
    assert {code for code, _name in settings.PERSON_LANGUAGES} >= settings.CHECKED_LANGUAGES
    assert not settings.CHECKED_LANGUAGES & WAITING


@pytest.mark.parametrize(
    ("path", "personal"),
    [
        ("portal/words.py", True),
        ("portal/templates/portal/home.html", True),
        ("portal/templates/portal/staff.html", False),
        ("portal/views/staff.py", False),
        ("cases/models/work.py", False),
    ],
)
def test_what_the_person_reads_is_told_by_its_file(path: str, personal: bool) -> None:
    assert is_personal(path) is personal


def first(text: str | list[str] | tuple[str, ...]) -> str:
    """A text's key; of one with a plural, its singular."""
    return text if isinstance(text, str) else text[0]
