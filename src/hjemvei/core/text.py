"""Opaque keys for whatever stands in a URL."""

from __future__ import annotations

import secrets

ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
KEY_LENGTH = 12
_LETTERS = bytes(ord(ALPHABET[byte & 31]) if byte & 31 < len(ALPHABET) else 0 for byte in range(256))
_UNUSED = bytes(byte for byte in range(256) if byte & 31 >= len(ALPHABET))


def new_key() -> str:
    """Twelve characters (59 bits) without look-alikes; unique by constraint, never a number that counts."""
    number = secrets.randbits(64)
    letters = []
    for _ in range(KEY_LENGTH):
        number, rest = divmod(number, len(ALPHABET))
        letters.append(ALPHABET[rest])
    return "".join(letters)


def new_keys(count: int) -> list[str]:
    """As many keys of the same letters in one go: random bytes, those above the alphabet left out."""
    text = b""
    while len(text) < count * KEY_LENGTH:
        text += secrets.token_bytes(count * (KEY_LENGTH + 2)).translate(_LETTERS, _UNUSED)
    letters = text.decode()
    return [letters[n : n + KEY_LENGTH] for n in range(0, count * KEY_LENGTH, KEY_LENGTH)]
