"""Each kind of letter: it compiles, is tagged, says what it must, and takes any text as text."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest
from django.conf import settings

from hjemvei.exchange.letter_pdf import as_json, in_both, letter_pdf
from hjemvei.exchange.letter_text import UNKNOWN, clean
from tests.exchange.letters import HOSTILE, KINDS, unpacked, words, write
from tests.paper import text_of

LANGUAGES = ("nb", "nn", "en")
PRISON = (
    "fengsel",
    "soning",
    "sone",
    "løslat",
    "innsatt",
    "kriminal",
    "straff",
    "dom ",
    "varetekt",
    "hjemvei",
)


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_is_tagged_archive_pdf(kind: str) -> None:
    pdf = letter_pdf(write(kind))
    inside = unpacked(pdf)
    assert pdf.startswith(b"%PDF-1.7")
    for mark in (b"/MarkInfo", b"/Marked true", b"/StructTreeRoot", b"/DisplayDocTitle true"):
        assert mark in inside, mark
    assert b"<pdfuaid:part>1</pdfuaid:part>" in inside
    assert b"<pdfaid:part>2</pdfaid:part>" in inside
    assert b"/Lang(nb-NO)" in inside


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_language_stands_in_the_file(language: str) -> None:
    assert b"/Lang(" + language.encode() + b"-NO)" in unpacked(
        letter_pdf(write("granted", language=language))
    )


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_letter_gives_the_same_bytes(kind: str) -> None:
    assert letter_pdf(write(kind)) == letter_pdf(write(kind))


@pytest.mark.parametrize("kind", KINDS)
def test_hostile_text_is_shown_as_text(kind: str) -> None:
    letter = write(kind, text=HOSTILE)
    assert letter_pdf(letter).startswith(b"%PDF-")
    said = words(letter)
    if kind != "reply":
        assert '#panic(\\"ut\\")' in said
    assert not any(char in said for char in "\x00\x07\x1b\u202e")


def test_a_very_long_note_fills_pages() -> None:
    pdf = letter_pdf(write("notice", text="Et ord til. " * 4_000))
    assert unpacked(pdf).count(b"/Type/Page/") > 8


@pytest.mark.parametrize("granted", ["granted", "refused"])
def test_a_decision_says_what_why_and_how_to_appeal(granted: str) -> None:
    said = words(write(granted))
    for part in ("Kommunal bolig", "Mangler bolig", "statsforvalteren", "tre uker", "7. desember 2026"):
        assert part in said
    assert ("innvilget" in said) == (granted == "granted")
    assert ("avslått" in said) == (granted == "refused")


def test_a_receipt_names_receivers_classes_and_the_way_back() -> None:
    said = words(write("consent"))
    for part in ("NAV", "bolig, økonomi", "Du kan når som helst trekke samtykket", "7. desember 2026"):
        assert part in said


@pytest.mark.parametrize("kind", ["guarantee", "deposit", "lease"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_landlord_reads_of_prison(kind: str, language: str) -> None:
    said = words(write(kind, language=language)).lower()
    assert not [word for word in (*PRISON, "prison", "release", "convict", "sentence") if word in said]


def test_no_landlord_finds_prison_in_the_file() -> None:
    inside = unpacked(letter_pdf(write("guarantee"))).lower()
    assert not [word for word in (b"hjemvei", b"fengsel", b"prison") if word in inside]


def test_letters_that_no_font_has_show_as_boxes() -> None:
    assert clean("a中b") == f"a{UNKNOWN}b"
    assert clean("Čđŋšŧž æøå Áá ï") == "Čđŋšŧž æøå Áá ï"
    assert clean("A\u030a\u202e\u0000\u00ad\tB\r\nC") == "Å B\nC"
    assert clean("محمد") == "محمد"


PERSONS = ("consent", "withdrawal", "granted", "refused", "reply", "offer", "plan", "form")
OTHERS = [code for code, _name in settings.PERSON_LANGUAGES if code not in LANGUAGES]
KINDS_OF_BLOCKS = {"text", "heading", "facts", "table", "list", "box", "quote", "ticks", "lines", "code"}
WORD = re.compile(r"[A-Za-zæøåÆØÅ]{2,}")
FACTS = (
    "Klok Lyng NAV Fengselet Trondheim kommune boligkontoret Prøvegata Prøveveien Kommunal bolig Mangler"
    " økonomi planlagt ordinær Søke Bolig Eget sted bo Jeg vil hjem abc def"
)
"""What the made-up letters are given."""


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("kind", PERSONS)
def test_the_person_reads_it_in_their_language_and_the_norwegian_behind(kind: str, language: str) -> None:
    letter = in_both(language, lambda code: write(kind, language=code))
    norwegian = [block for block in letter.blocks if block.lang == "nb"]
    assert norwegian[0].kind == "part" and norwegian[0].text == write(kind).title != letter.title
    assert not {"lines", "code", "ticks"} & {block.kind for block in norwegian}
    values = json.loads(as_json(letter))
    assert values["unchecked"].endswith("Den norske teksten gjelder.")
    assert values["unchecked"].count("\n") == 1
    assert UNKNOWN not in as_json(letter)
    pdf = letter_pdf(letter)
    inside = unpacked(pdf)
    assert b"/Lang(" + language.encode() + b"-NO)" in inside and b"(nb-NO)" in inside


@pytest.mark.parametrize("kind", PERSONS)
def test_nothing_norwegian_is_left_in_the_arabic_half(kind: str) -> None:
    """Arabic has other letters, so that a text that nobody marked shows; names of law stand in brackets."""
    letter = in_both("ar", lambda code: write(kind, language=code))
    own = replace(letter, blocks=tuple(block for block in letter.blocks if not block.lang))
    values = json.loads(as_json(own))
    said = json.dumps(
        [values["title"], values["date"], values["page_word"], values["blocks"]], ensure_ascii=False
    )
    said = re.sub(r"\([^)]*\)", "", re.sub(r'"(kind|lang|text|head|rows)":', "", said))
    left = set(WORD.findall(said)) - set(FACTS.split()) - KINDS_OF_BLOCKS
    assert left == set()


@pytest.mark.parametrize(("language", "says"), [("nb", ""), ("nn", "ikkje kontrollert"), ("en", "not")])
def test_the_projects_own_languages_stand_alone(language: str, says: str) -> None:
    """Nobody else has read Nynorsk and English: they say so, without Bokmål behind."""
    letter = in_both(language, lambda code: write("consent", language=code))
    assert not any(block.lang for block in letter.blocks)
    unchecked = json.loads(as_json(letter))["unchecked"]
    assert says in unchecked and "\n" not in unchecked and bool(unchecked) is (language != "nb")


def test_what_is_read_out_is_what_was_written() -> None:
    flat = text_of(letter_pdf(write("refused")))
    assert "Vedtak om bolig: avslått" in flat
    assert "Er du uenig, kan du klage til statsforvalteren." in flat
    assert "Klok Lyng" in flat
    assert "16. november 2026" in flat
