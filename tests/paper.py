"""What a PDF of ours says, read out of the file itself: line by line, page by page, in the order it is read.

Reads what typst writes (fonts with a map to Unicode, one piece of text at a time), so that no program has to
be installed for a test to know what stands on the paper.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

OBJECT = re.compile(rb"(\d+) 0 obj\n(.*?)\nendobj", re.DOTALL)
STREAM = re.compile(rb"stream\r?\n(.*)\r?\nendstream", re.DOTALL)
WORD = re.compile(rb"<<|/?[-\w.'*]+")
ESCAPES = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f"}


@dataclass(frozen=True)
class Line:
    """`left` and `top` are points from the page's upper left corner, of where its leftmost piece begins."""

    page: int
    left: float
    top: float
    text: str


def text_of(pdf: bytes) -> str:
    """Everything on one line, with single spaces."""
    return " ".join(" ".join(line.text for line in lines_of(pdf)).split())


def lines_of(pdf: bytes) -> list[Line]:
    """Pieces at the same height that follow each other are one line."""
    found: list[Line] = []
    for line in _pieces(pdf):
        last = found[-1] if found else None
        if last is not None and (last.page, round(last.top)) == (line.page, round(line.top)):
            found[-1] = Line(last.page, min(last.left, line.left), last.top, last.text + line.text)
        else:
            found.append(line)
    return found


def _pieces(pdf: bytes) -> Iterator[Line]:
    objects = {int(number): body for number, body in OBJECT.findall(pdf)}
    pages = [body for body in objects.values() if re.search(rb"/Type/Page\b(?!s)", body)]
    for number, page in enumerate(pages, 1):
        fonts = _fonts(objects, page)
        height = float(_one(rb"/MediaBox\[\S+ \S+ \S+ (\S+?)\]", page))
        content = _opened(objects[int(_one(rb"/Contents (\d+) 0 R", page))])
        for left, top, text in _shown(content, fonts):
            yield Line(number, left, height - top, text)


def _fonts(objects: dict[int, bytes], page: bytes) -> dict[bytes, dict[int, str]]:
    """Name of a font on the page -> glyph -> letters."""
    held = re.search(rb"/Resources (\d+) 0 R", page)
    resources = objects[int(held[1])] if held else page
    found = {}
    for name, number in re.findall(rb"/(\w+) (\d+) 0 R", _one(rb"/Font<<(.*?)>>", resources)):
        font = objects[int(number)]
        found[name] = _letters(_opened(objects[int(_one(rb"/ToUnicode (\d+) 0 R", font))]))
    return found


def _letters(cmap: bytes) -> dict[int, str]:
    found = {}
    for block in re.findall(rb"beginbfchar\n(.*?)endbfchar", cmap, re.DOTALL):
        for glyph, letters in re.findall(rb"<(\w+)> <(\w+)>", block):
            found[int(glyph, 16)] = bytes.fromhex(letters.decode()).decode("utf-16-be")
    return found


def _shown(content: bytes, fonts: dict[bytes, dict[int, str]]) -> Iterator[tuple[float, float, str]]:
    """Where each piece begins, and its letters. Pages are moved about, never turned."""
    x = y = 0.0
    kept: list[tuple[float, float]] = []
    letters: dict[int, str] = {}
    told: list[bytes] = []
    said: list[bytes] = []
    for piece, is_text in _tokens(content):
        if is_text:
            said.append(piece)
            continue
        if piece == b"q":
            kept.append((x, y))
        elif piece == b"Q":
            x, y = kept.pop()
        elif piece == b"cm":
            x, y = x + float(told[-2]), y + float(told[-1])
        elif piece == b"Tf":
            letters = fonts[told[-2].lstrip(b"/")]
        elif piece in (b"TJ", b"Tj"):
            yield x, y, "".join(_spelled(part, letters) for part in said)
            said = []
        told.append(piece)


def _tokens(content: bytes) -> Iterator[tuple[bytes, bool]]:
    """Words and texts, told apart."""
    at = 0
    while at < len(content):
        if content[at : at + 1] == b"(":
            raw, at = _literal(content, at + 1)
            yield raw, True
        elif word := WORD.match(content, at):
            at = word.end()
            yield word[0], False
        elif content[at : at + 1] == b"<":
            end = content.index(b">", at)
            yield bytes.fromhex(content[at + 1 : end].decode()), True
            at = end + 1
        else:
            at += 1


def _literal(content: bytes, at: int) -> tuple[bytes, int]:
    """A string in parentheses, which may hold balanced ones; return what it holds and where it ends."""
    out, depth = bytearray(), 1
    while True:
        sign = chr(content[at])
        if sign == "\\":
            octal = re.compile(rb"[0-7]{1,3}").match(content, at + 1)
            follows = chr(content[at + 1])
            out += bytes([int(octal[0], 8)]) if octal else ESCAPES.get(follows, follows).encode("latin-1")
            at = octal.end() if octal else at + 2
            continue
        depth += {"(": 1, ")": -1}.get(sign, 0)
        at += 1
        if depth == 0:
            return bytes(out), at
        out += sign.encode("latin-1")


def _spelled(raw: bytes, letters: dict[int, str]) -> str:
    glyphs = (int.from_bytes(raw[at : at + 2], "big") for at in range(0, len(raw), 2))
    return "".join(letters.get(glyph, "") for glyph in glyphs)


def _opened(body: bytes) -> bytes:
    stream = STREAM.search(body)
    assert stream is not None, body[:80]
    return zlib.decompress(stream[1]) if b"/FlateDecode" in body else stream[1]


def _one(pattern: bytes, body: bytes) -> bytes:
    found = re.search(pattern, body, re.DOTALL)
    assert found is not None, (pattern, body[:200])
    return bytes(found[1])
