"""A letter as tagged PDF (PDF/A-2a and PDF/UA-1). Data goes to typst as JSON, never as markup (ADR-0013)."""

from __future__ import annotations

import datetime as dt
import json
import threading
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from functools import cache
from pathlib import Path

import typst
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from hjemvei.exchange.letter_text import FONTS, clean
from hjemvei.ui.formats import long_date

TEMPLATES = Path(__file__).resolve().parent / "typst"
STANDARDS: list[typst.PDFStandard] = ["a-2a", "ua-1"]
NOON = dt.time(12, tzinfo=dt.UTC)
SHORT = ("title", "sender", "receiver", "reference", "signed_by", "sender_lines", "receiver_lines")
LONGEST_NAME = 200
"""Names stand in the footer of every page and in the file's own fields; no name in the tables is longer."""
UNCHECKED = "Oversettelsen er ikke kontrollert. Den norske teksten gjelder."
ONCE = frozenset({"lines", "code"})
_one_at_a_time = threading.Lock()


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a letter: text, heading, facts (rows of two), table (head and rows), list, box, quote,
    ticks, lines to sign on, part (a new page with a title), or code (rows of a QR code's modules, 1 is dark).
    `lang` is said where it isn't the letter's.
    """

    kind: str
    text: str = ""
    head: tuple[str, ...] | str = ""
    rows: tuple[tuple[str, ...] | str, ...] = ()
    lang: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """Everything that stands on the paper, in the receiver's language. `is_read`: somebody who knows the
    language has checked this very text.
    """

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
    is_read: bool = False


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
    is_read = letter.is_read or letter.language in settings.CHECKED_LANGUAGES
    with translation.override(letter.language):
        words = {
            "date": long_date(letter.dated_on),
            "page_word": _("Side"),
            "greeting": _("Med hilsen"),
            "unchecked": "" if is_read else unchecked(),
        }
    day = letter.dated_on
    values = asdict(letter) | words | {"lang": letter.language, "day": [day.year, day.month, day.day]}
    for name in ("dated_on", "language"):
        values.pop(name)
    values |= {name: _shortened(values[name]) for name in SHORT}
    return json.dumps(_cleaned(values), ensure_ascii=False)


def unchecked() -> str:
    """That nobody who speaks it has read the translation: in the active language, and in Norwegian
    for those whose readers may not see from the rest what it says.
    """
    line = _("Oversettelsen er ikke kontrollert. Den norske teksten gjelder.")
    is_short = translation.get_language() in settings.PROJECT_LANGUAGES
    return line if is_short or line == UNCHECKED else f"{line}\n{UNCHECKED}"


def in_both(language: str, write: Callable[[str], Letter]) -> Letter:
    """`write` makes the letter in the language that it is given, which is active then.

    Where the translation is not checked the Norwegian text follows, since it is the one that counts; what is
    filled in, signed or scanned stands once.
    """
    with translation.override(language):
        letter = write(language)
    if language in settings.CHECKED_LANGUAGES | settings.PROJECT_LANGUAGES:
        return letter
    with translation.override("nb"):
        norwegian = write("nb")
    rest = (
        replace(block, kind="list" if block.kind == "ticks" else block.kind, lang="nb")
        for block in norwegian.blocks
        if block.kind not in ONCE
    )
    return replace(letter, blocks=(*letter.blocks, Block("part", text=norwegian.title, lang="nb"), *rest))


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
