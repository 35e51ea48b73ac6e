"""Does a text say who it is about? A help for whoever writes an anonymous inquiry, no guarantee.

Source: kernel rule that an inquiry without consent has no person key (R109-R110).
"""

from __future__ import annotations

import re

ELEVEN_DIGITS = re.compile(r"(?<!\d)\d{6}[ .-]?\d{5}(?!\d)")
BIRTH_DATE = re.compile(r"(?<!\d)(0?[1-9]|[12]\d|3[01])[./-](0?[1-9]|1[0-2])[./-](19|20)\d\d(?!\d)")
TWO_NAMES = re.compile(
    r"(?<![.!?:\n] )(?<!^)\b([A-ZÆØÅ][a-zæøåéü]{1,})(?:-[A-ZÆØÅ][a-zæøå]+)? ([A-ZÆØÅ][a-zæøåéü]{2,})\b"
)


def has_identity_number(text: str) -> bool:
    """Eleven digits, also with a blank after the date: never sent."""
    return bool(ELEVEN_DIGITS.search(text))


def may_identify(text: str) -> bool:
    """Looks like a birth date or a full name: the writer is asked to look once more."""
    return bool(BIRTH_DATE.search(text) or TWO_NAMES.search(text))
