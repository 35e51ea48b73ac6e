"""A filled clause taken apart for a page or a paper: paragraphs, lists and tables. No Django, no clock."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from hjemvei.agreements.clause_text import PartKind, parts

BAR = "| "
SEPARATOR = " | "
_BETWEEN = re.compile(r"\n\s*\n")
_ESCAPED = re.compile(r"\\(.)")


@dataclass(frozen=True, slots=True)
class TextPiece:
    """`kind` is text, list or table; a table's first row is its head."""

    kind: str
    rows: tuple[tuple[str, ...], ...]


def text_pieces(body: str) -> Iterator[TextPiece]:
    for chunk in _BETWEEN.split(body.strip()):
        if all(line.startswith(BAR) for line in chunk.splitlines()):
            yield TextPiece("table", tuple(_cells(line) for line in chunk.splitlines()))
            continue
        for part in parts(chunk):
            kind = "list" if part.kind is PartKind.LIST else "text"
            yield TextPiece(kind, tuple((text,) for text in part.texts))


def _cells(line: str) -> tuple[str, ...]:
    return tuple(_ESCAPED.sub(r"\1", cell) for cell in line.removeprefix(BAR).split(SEPARATOR))
