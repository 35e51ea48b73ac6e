"""Bokmål stands in the code; every other language is complete, keeps every blank, and is compiled."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.mofile import read_mo
from babel.messages.plurals import get_plural
from babel.messages.pofile import read_po
from django.conf import settings

from hjemvei.cli.texts import LANGUAGES, STAFF, gather, is_personal, untranslated

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "hjemvei"
TABLE = ROOT / "docs" / "how-to" / "languages-of-the-person.md"
BLANK = re.compile(r"%\(\w+\)[sd]")


def catalogue(language: str, ending: str) -> Path:
    return PACKAGE / "locale" / language / "LC_MESSAGES" / f"django.{ending}"


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


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_text_with_a_number_has_every_form_of_its_language(language: str) -> None:
    with catalogue(language, "po").open("rb") as file:
        catalog = read_po(file, locale=language)
    assert catalog.num_plurals == get_plural(language)[0]
    for message in catalog:
        if isinstance(message.id, tuple):
            forms = message.string or ()
            assert len(forms) == catalog.num_plurals, message.id
            for form in forms:
                assert set(BLANK.findall(form)) <= set(BLANK.findall(message.id[1])), message.id


def test_every_language_of_the_person_has_every_text_of_the_persons() -> None:
    """The count is printed; what is missing is named."""
    wanted = {code for code, _name in settings.PERSON_LANGUAGES} - {settings.LANGUAGE_CODE}
    assert wanted == set(LANGUAGES)
    missing = list(untranslated(PACKAGE))
    for language in LANGUAGES:
        count = sum(1 for message in gather(PACKAGE, language) if message.id)
        lacking = [text for code, text in missing if code == language]
        print(f"{language}: {count} texts, {len(lacking)} missing")
        assert count > (2000 if language in STAFF else 450)
        assert lacking == [], language


ONE_WORD = {
    "nn": r"\b[Bb]lei\b|personens eigne ord|personen sine eigne ord",
    "en": r"\b[Nn]otification|\b[Bb]ackup code|\b[Ll]og(ged|ging)? (in|out)\b|\b[Ll]ogin\b",
}
"""Said otherwise: vart, orda til personen; notice, recovery code, sign in and out."""


@pytest.mark.parametrize("language", sorted(ONE_WORD))
def test_one_thing_has_one_word(language: str) -> None:
    with catalogue(language, "po").open("rb") as file:
        found = [str(message.string) for message in read_po(file, locale=language) if message.id]
    assert [text for text in found if re.search(ONE_WORD[language], text)] == []


def test_a_language_that_nobody_has_read_says_so() -> None:
    """The table says who has read it; the setting says whether pages and papers warn."""
    rows = re.findall(r"^\| `(\w\w)` \|[^|]*\|([^|]*)\|", TABLE.read_text(encoding="utf-8"), re.MULTILINE)
    assert [code for code, _by in rows] == [code for code, _name in settings.PERSON_LANGUAGES]
    assert {code for code, by in rows if by.strip() != "nobody"} == settings.CHECKED_LANGUAGES


@pytest.mark.parametrize(
    ("path", "personal"),
    [
        ("portal/words.py", True),
        ("portal/templates/portal/home.html", True),
        ("portal/templates/portal/staff.html", False),
        ("portal/views/staff.py", False),
        ("exchange/letter_form.py", True),
        ("exchange/letter_tenancy.py", False),
        ("cases/models/work.py", False),
    ],
)
def test_what_the_person_reads_is_told_by_its_file(path: str, personal: bool) -> None:
    assert is_personal(path) is personal


def first(text: str | list[str] | tuple[str, ...]) -> str:
    """A text's key; of one with a plural, its singular."""
    return text if isinstance(text, str) else text[0]
