"""A clause as text: filled with an agreement's own values, taken apart for a page, and compared with another.

The text is a small part of Markdown: paragraphs, lists with `- `, and a placeholder in braces alone on its
line for a list or a table. A backslash before a character takes away its meaning. No Django, no clock.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

PLACEHOLDER = re.compile(r"(?<!\\)\{([^{}\n]*)\}")
_ALONE = re.compile(r"\{([a-z0-9_]+)\}")
_WORDS = re.compile(r"\s+|\S+")
_MEANS = re.compile(r"[\\{}]|^[#-]")
_ESCAPED = re.compile(r"\\(.)")


class BadTemplate(ValueError):
    """A file of the template that is no clause: title or text is missing."""


class UnknownPlaceholder(ValueError):
    """The text asks for something that nobody has given a value."""


@dataclass(frozen=True, slots=True)
class ClauseText:
    """`code` is a ClauseCode, or a clause of the parties' own."""

    code: str
    title: str
    body: str


class PartKind(StrEnum):
    PARAGRAPH = "paragraph"
    LIST = "list"
    BLOCK = "block"


@dataclass(frozen=True, slots=True)
class Part:
    """`texts`: one paragraph, the points of a list, or a block's code. Plain text, escaped where shown."""

    kind: PartKind
    texts: tuple[str, ...]


class PieceKind(StrEnum):
    KEPT = "kept"
    ADDED = "added"
    REMOVED = "removed"


class DiffState(StrEnum):
    SAME = "same"
    CHANGED = "changed"
    ADDED = "added"
    LEFT_OUT = "left_out"


@dataclass(frozen=True, slots=True)
class Piece:
    kind: PieceKind
    text: str


@dataclass(frozen=True, slots=True)
class ClauseDiff:
    """Kept and removed pieces in order give the old words, kept and added the new ones."""

    code: str
    state: DiffState
    title: tuple[Piece, ...]
    body: tuple[Piece, ...]


def placeholders_in(text: str) -> list[str]:
    """As they stand, also such as have no meaning."""
    return PLACEHOLDER.findall(text)


def evened(text: str) -> str:
    """With the line ends of the template; a browser sends others, and every line would seem changed."""
    return text.replace("\r\n", "\n").strip()


def escaped(value: str) -> str:
    """One line in which nothing has a meaning: no new paragraph, point, heading or placeholder."""
    return _MEANS.sub(lambda found: "\\" + found[0], " ".join(value.split()))


def filled(
    text: str, values: Mapping[str, str | Sequence[str]], *, standing: Iterable[str] = frozenset()
) -> str:
    """The text with its values, each escaped; several values become the points of a list.

    `standing`: blocks that the page sets itself as a table; they are left as they are.

    Raises UnknownPlaceholder for every other placeholder without a value: an agreement with a hole in it must
    not be shown.
    """
    left = frozenset(standing)

    def value(found: re.Match[str]) -> str:
        code = found[1]
        if code in left:
            return found[0]
        if code not in values:
            raise UnknownPlaceholder(code)
        given = values[code]
        if isinstance(given, str):
            return escaped(given)
        return "\n".join(f"- {escaped(point)}" for point in given)

    return PLACEHOLDER.sub(value, text)


def parts(text: str) -> tuple[Part, ...]:
    """The paragraphs, lists and blocks in order, with the marks taken away."""
    return tuple(_part(chunk.strip()) for chunk in re.split(r"\n\s*\n", text) if chunk.strip())


def _part(chunk: str) -> Part:
    lines = chunk.splitlines()
    if alone := _ALONE.fullmatch(chunk):
        return Part(PartKind.BLOCK, (alone[1],))
    if all(line.startswith("- ") for line in lines):
        return Part(PartKind.LIST, tuple(_plain(line.removeprefix("- ")) for line in lines))
    return Part(PartKind.PARAGRAPH, (_plain(" ".join(lines)),))


def _plain(text: str) -> str:
    return _ESCAPED.sub(r"\1", text)


def compare(old: Sequence[ClauseText], new: Sequence[ClauseText]) -> list[ClauseDiff]:
    """Clause by clause in the new order; what was left out stands where it stood."""
    before, after = {c.code: c for c in old}, {c.code: c for c in new}
    return [_diff(code, before.get(code), after.get(code)) for code in _order(list(before), list(after))]


def _order(before: list[str], after: list[str]) -> list[str]:
    order = list(after)
    for place, code in enumerate(before):
        if code not in after:
            order.insert(order.index(before[place - 1]) + 1 if place else 0, code)
    return order


def _diff(code: str, old: ClauseText | None, new: ClauseText | None) -> ClauseDiff:
    title = tuple(pieces(old.title if old else "", new.title if new else ""))
    body = tuple(pieces(old.body if old else "", new.body if new else ""))
    if old is None or new is None:
        return ClauseDiff(code, DiffState.ADDED if old is None else DiffState.LEFT_OUT, title, body)
    same = (old.title, old.body) == (new.title, new.body)
    return ClauseDiff(code, DiffState.SAME if same else DiffState.CHANGED, title, body)


def pieces(old: str, new: str) -> Iterator[Piece]:
    """The words kept, removed and added. A space between two changed words is changed with them."""
    for removed, added in _runs(_WORDS.findall(old), _WORDS.findall(new)):
        if removed == added:
            yield Piece(PieceKind.KEPT, removed)
            continue
        if removed:
            yield Piece(PieceKind.REMOVED, removed)
        if added:
            yield Piece(PieceKind.ADDED, added)


def _runs(old: list[str], new: list[str]) -> list[tuple[str, str]]:
    steps = [
        ("".join(old[a:b]), "".join(new[c:d]))
        for _, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    ]
    runs: list[tuple[str, str]] = []
    for place, (removed, added) in enumerate(steps):
        is_gap = removed == added and removed.isspace() and 0 < place < len(steps) - 1
        if runs and (is_gap or removed != added) and runs[-1][0] != runs[-1][1]:
            runs[-1] = (runs[-1][0] + removed, runs[-1][1] + added)
        else:
            runs.append((removed, added))
    return runs
