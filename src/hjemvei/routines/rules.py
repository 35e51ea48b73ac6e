"""The text of a routine as parts of a page, what may not stand in it, and when to look at it again.

A small part of Markdown: headings with `## `, points with `- `, numbered steps with `1. `, paragraphs. All
else is plain text, escaped where it is shown. No Django, no clock.
"""

from __future__ import annotations

import datetime as dt
import re
from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

LONGEST_TITLE, LONGEST_STEPS = 120, 12_000
_NUMBERED = re.compile(r"^\d{1,3}[.)] ")
_ELEVEN = re.compile(r"(?<!\d)\d{6} ?\d{5}(?!\d)")


class BlockKind(StrEnum):
    HEADING = "heading"
    POINTS = "points"
    STEPS = "steps"
    PARAGRAPH = "paragraph"


@dataclass(frozen=True, slots=True)
class Block:
    """`texts`: one heading or paragraph, or the points of a list."""

    kind: BlockKind
    texts: tuple[str, ...]


def _kind(line: str) -> BlockKind | None:
    if not line.strip():
        return None
    if line.startswith("#"):
        return BlockKind.HEADING
    if line.startswith("- "):
        return BlockKind.POINTS
    return BlockKind.STEPS if _NUMBERED.match(line) else BlockKind.PARAGRAPH


def _bare(line: str, kind: BlockKind) -> str:
    if kind is BlockKind.STEPS:
        return _NUMBERED.sub("", line, count=1).strip()
    return line.lstrip("#").removeprefix("- ").strip() if kind is not BlockKind.PARAGRAPH else line


def blocks(text: str) -> Iterator[Block]:
    """In order. Lines of a paragraph are one text; a line of hashes alone is nothing."""
    lines = (line.strip() for line in text.splitlines())
    for kind, group in groupby(lines, key=_kind):
        if kind is None:
            continue
        texts = tuple(found for line in group if (found := _bare(line, kind)))
        if kind is BlockKind.PARAGRAPH:
            yield Block(kind, (" ".join(texts),))
        elif kind is BlockKind.HEADING:
            yield from (Block(kind, (found,)) for found in texts)
        elif texts:
            yield Block(kind, texts)


def holds_number(text: str) -> bool:
    """Eleven digits as an identity number is written: a routine is about work, never about somebody."""
    return bool(_ELEVEN.search(text))


def months_after(day: dt.date, months: int) -> dt.date:
    """The same day of a later month, or its last day."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return dt.date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


@dataclass(frozen=True, slots=True)
class Duty:
    """Who is to read a version: somebody by role in a unit."""

    unit_id: int
    role: str
    user_id: int


@dataclass(frozen=True, slots=True)
class Share:
    """How many of those with one role in one unit have read it."""

    unit_id: int
    role: str
    read: int
    all: int


def shares(duties: Sequence[Duty], readers: frozenset[int]) -> list[Share]:
    """By unit and role, in their order."""
    found = []
    for (unit_id, role), group in groupby(sorted(duties, key=_place), key=_place):
        people = {duty.user_id for duty in group}
        found.append(Share(unit_id, role, len(people & readers), len(people)))
    return found


def _place(duty: Duty) -> tuple[int, str]:
    return duty.unit_id, duty.role
