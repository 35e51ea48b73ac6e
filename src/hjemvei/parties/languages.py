"""The languages that people inside read, from the reference table; reads only a file shipped with the
package.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).parent / "reference" / "languages.csv"


@dataclass(frozen=True, slots=True)
class Language:
    """`tag` is BCP 47."""

    tag: str
    name_nb: str
    name_en: str
    is_rtl: bool

    def name(self, language: str) -> str:
        return self.name_en if language == "en" else self.name_nb


@cache
def languages() -> Mapping[str, Language]:
    """By tag, in the order in which they are offered."""
    with FILE.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    return {
        row["tag"]: Language(row["tag"], row["name_nb"], row["name_en"], row["direction"] == "rtl")
        for row in rows
    }
