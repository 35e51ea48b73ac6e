"""A letter as tagged PDF (PDF/A-2a and PDF/UA-1). Data goes to typst as JSON, never as markup (ADR-0013)."""

from __future__ import annotations

import datetime as dt
import json
import threading
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

import typst
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from hjemvei.exchange.letter_text import FONTS, clean

TEMPLATES = Path(__file__).resolve().parent / "typst"
STANDARDS: list[typst.PDFStandard] = ["a-2a", "ua-1"]
NOON = dt.time(12, tzinfo=dt.UTC)
SHORT = ("title", "sender", "receiver", "reference", "signed_by", "sender_lines", "receiver_lines")
LONGEST_NAME = 200
"""Names stand in the footer of every page and in the file's own fields; no name in the tables is longer."""
_one_at_a_time = threading.Lock()


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a letter: text, heading, facts (rows of two), table (head and rows), list, box, quote,
    ticks, lines to sign on, or code (rows of a QR code's modules, 1 is dark).
    """

    kind: str
    text: str = ""
    head: tuple[str, ...] | str = ""
    rows: tuple[tuple[str, ...] | str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """Everything that stands on the paper, in the receiver's language; `language` is nb, nn or en."""

    title: str
    sender: str
    receiver: str
    dated_on: dt.date
    blocks: tuple[Block, ...]
    language: str = "nb"
    sender_lines: tuple[str, ...] = ()
    receiver_lines: tuple[str, ...] = ()
    reference: str = ""
    signed_by: str = ""
    note: str = ""
    is_signed: bool = True


def letter_pdf(letter: Letter) -> bytes:
    """The same letter gives the same bytes. The compiler keeps its fonts; one thread at a time uses it."""
    at = dt.datetime.combine(letter.dated_on, NOON)
    with _one_at_a_time:
        made = _compiler().compile(
            format="pdf",
            sys_inputs={"letter": as_json(letter)},
            pdf_standards=STANDARDS,
            timestamp=int(at.timestamp()),
        )
    assert isinstance(made, bytes)
    return made


def as_json(letter: Letter) -> str:
    """Cleaned; dates and fixed words in the letter's own language."""
    with translation.override(letter.language):
        words = {
            "date": date_format(letter.dated_on, "j. F Y"),
            "page_word": _("Side"),
            "greeting": _("Med hilsen"),
        }
    day = letter.dated_on
    values = asdict(letter) | words | {"lang": letter.language, "day": [day.year, day.month, day.day]}
    for name in ("dated_on", "language"):
        values.pop(name)
    values |= {name: _shortened(values[name]) for name in SHORT}
    return json.dumps(_cleaned(values), ensure_ascii=False)


def _shortened(value: str | tuple[str, ...]) -> str | tuple[str, ...]:
    if isinstance(value, str):
        return " ".join(value.split())[:LONGEST_NAME]
    return tuple(" ".join(part.split())[:LONGEST_NAME] for part in value)


def _cleaned(value: object) -> object:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, dict):
        return {name: _cleaned(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [_cleaned(part) for part in value]
    return value


@cache
def _compiler() -> typst.Compiler:
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])
    return typst.Compiler(str(TEMPLATES / "letter.typ"), root=str(TEMPLATES), font_paths=fonts)
