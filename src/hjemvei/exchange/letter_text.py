"""Text on paper: what the letters' fonts can't draw, and what could turn a line around, is made visible."""

from __future__ import annotations

import struct
import unicodedata
from functools import cache
from pathlib import Path

FONTS = Path(__file__).resolve().parent / "fonts"
BODY_FONTS = ("Inter-Regular.otf", "NotoNaskhArabic-Regular.ttf")
UNKNOWN = "□"
"""Stands for a letter that no font on board has: PDF/UA forbids a glyph without a meaning."""
LONGEST_WORD = 45
BREAK = "\u200b"
INVISIBLE = frozenset("\u00ad\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
KEPT = frozenset("\n")


def clean(value: str) -> str:
    """Composed, without control and direction characters; long words may break, unknown letters show as □."""
    composed = unicodedata.normalize("NFC", value.replace("\r\n", "\n").replace("\t", " "))
    shown = "".join(_drawn(char) for char in composed)
    lines = (" ".join(_breakable(word) for word in line.split(" ")) for line in shown.split("\n"))
    return "\n".join(lines).strip()


def _drawn(char: str) -> str:
    if char in KEPT or ord(char) in _covered():
        return "" if char in INVISIBLE else char
    if unicodedata.category(char) in ("Zs", "Zl", "Zp"):
        return " "
    return "" if unicodedata.category(char).startswith("C") else UNKNOWN


def _breakable(word: str) -> str:
    if len(word) <= LONGEST_WORD:
        return word
    return BREAK.join(word[n : n + LONGEST_WORD] for n in range(0, len(word), LONGEST_WORD))


@cache
def _covered() -> frozenset[int]:
    return frozenset().union(*(code_points((FONTS / name).read_bytes()) for name in BODY_FONTS))


def code_points(font: bytes) -> frozenset[int]:
    """Read the font's `cmap` table (OpenType 1.9, formats 4 and 12)."""
    count = struct.unpack_from(">H", font, 4)[0]
    tables = {
        font[at : at + 4]: struct.unpack_from(">I", font, at + 8)[0] for at in range(12, 12 + 16 * count, 16)
    }
    start = tables[b"cmap"]
    found: set[int] = set()
    for n in range(struct.unpack_from(">H", font, start + 2)[0]):
        at = start + struct.unpack_from(">I", font, start + 8 + 8 * n)[0]
        form = struct.unpack_from(">H", font, at)[0]
        if form == 4:
            found.update(_format_4(font, at))
        elif form == 12:
            found.update(_format_12(font, at))
    return frozenset(found)


def _format_4(font: bytes, at: int) -> set[int]:
    doubled = struct.unpack_from(">H", font, at + 6)[0]
    half = doubled // 2
    ends = struct.unpack_from(f">{half}H", font, at + 14)
    starts = struct.unpack_from(f">{half}H", font, at + 16 + doubled)
    return {code for first, last in zip(starts, ends, strict=True) for code in range(first, last + 1)} - {
        0xFFFF
    }


def _format_12(font: bytes, at: int) -> set[int]:
    groups = struct.unpack_from(">I", font, at + 12)[0]
    found: set[int] = set()
    for n in range(groups):
        first, last, _glyph = struct.unpack_from(">III", font, at + 16 + 12 * n)
        found.update(range(first, last + 1))
    return found
