"""The papers: Markdown templates filled with facts, as Markdown to edit or as PDF to read."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.utils import translation
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from hjemvei.exchange.letter_frame import Frame
from hjemvei.exchange.letter_pdf import Block, letter_pdf
from hjemvei.parties.models import Controller
from hjemvei.privacy.facts import facts

TEMPLATES = Path(__file__).parent / "papers"
PAPERS: Mapping[str, str] = {
    "personvernkonsekvenser": "Vurdering av personvernkonsekvenser",
    "behandlingsprotokoll": "Protokoll over behandlingsaktiviteter",
    "felles-ansvar": "Ordning for felles behandlingsansvar",
    "databehandleravtale": "Databehandleravtale",
    "tilgangsstyring": "Tilgangsstyring",
    "brudd": "Rutine ved brudd på personopplysningssikkerheten",
}
"""File name and title, in the order they are worked with."""
TO_FILL_IN = re.compile(r"\[fyll inn: [^\]]+\]")
MARKUP = re.compile(r"([\\`*_|\[\]<>#])")
WIDTHS = (3, 4)
"""Tables on paper have three or four columns (`exchange/typst/letter.typ`)."""


@dataclass(frozen=True, slots=True)
class Paper:
    name: str
    title: str
    markdown: str

    @property
    def to_fill_in(self) -> int:
        """Places where the controller must decide or describe something itself."""
        return len(TO_FILL_IN.findall(self.markdown))


def paper(name: str, controller: Controller, *, today: dt.date) -> Paper:
    """Raises KeyError for a paper that there is none of."""
    title = PAPERS[name]
    with translation.override("nb"):
        filled = facts(controller, today=today)
        text = _environment().get_template(f"{name}.md").render(title=title, **filled)
    return Paper(name, title, re.sub(r"\n{3,}", "\n\n", text).strip() + "\n")


def papers(controller: Controller, *, today: dt.date) -> list[Paper]:
    return [paper(name, controller, today=today) for name in PAPERS]


@cache
def _environment() -> Environment:
    """Markdown is no HTML: names from the database are made harmless by `plain`."""
    found = Environment(  # noqa: S701  no browser reads this
        loader=FileSystemLoader(TEMPLATES), undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    found.filters["plain"] = plain
    return found


def plain(value: Any) -> str:
    """On one line, with nothing that Markdown takes for more than text."""
    return MARKUP.sub(r"\\\1", " ".join(str(value).split()))


def pdf(made: Paper, controller: Controller, *, today: dt.date) -> bytes:
    """On the same paper as letters: tagged, for reading aloud and for the archive."""
    lines = ("Fylles ut og godkjennes av virksomheten",)
    frame = Frame(sender=controller.name, receiver="Utkast", receiver_lines=lines, dated_on=today)
    return letter_pdf(frame.letter(made.title, blocks(made.markdown), is_signed=False))


def blocks(markdown: str) -> Iterator[Block]:
    """Headings, paragraphs, lists and tables: what the templates use, and nothing more.

    Raises ValueError for a table that the paper has no room for.
    """
    for part in markdown.split("\n\n"):
        lines = [line for line in part.strip().split("\n") if line]
        if not lines or lines[0].startswith("# "):
            continue
        if lines[0].startswith("#"):
            yield Block("heading", text=_bare(lines[0].lstrip("# ")))
        elif lines[0].startswith("|"):
            yield _table(lines)
        elif all(line.startswith("- ") for line in lines):
            yield Block("list", rows=tuple(_bare(line[2:]) for line in lines))
        else:
            yield Block("text", text=_bare(" ".join(lines)))


def _table(lines: list[str]) -> Block:
    rows = [tuple(_bare(cell) for cell in re.split(r"(?<!\\)\|", line)[1:-1]) for line in lines]
    if any(len(row) != len(rows[0]) for row in rows) or len(rows[0]) not in WIDTHS:
        raise ValueError(f"a table of {len(rows[0])} columns: {lines[0]}")
    return Block("table", head=rows[0], rows=tuple(rows[2:]))


def _bare(text: str) -> str:
    """Without the marks of Markdown; what was made harmless stands as it was."""
    return re.sub(r"\\([\\`*_|\[\]<>#])", r"\1", re.sub(r"(?<!\\)(\*\*|`)", "", text)).strip()
