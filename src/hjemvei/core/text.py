"""Opaque keys for whatever stands in a URL."""

from __future__ import annotations

import secrets

ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"


def new_key() -> str:
    """Twelve characters (59 bits) without look-alikes; unique by constraint, never a number that counts."""
    number = secrets.randbits(64)
    letters = []
    for _ in range(12):
        number, rest = divmod(number, len(ALPHABET))
        letters.append(ALPHABET[rest])
    return "".join(letters)
