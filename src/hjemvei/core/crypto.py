"""Encrypt single values: AES-256-GCM, bound to table, row and column, so that a value moved elsewhere is
worthless.

The master keys come from the setting FIELD_KEYS, the newest encrypts; a value costs about 2 microseconds
either way. What is about a person is sealed by that person's own key (`persons.keys`), which a master key
wraps (ADR-0018).
"""

from __future__ import annotations

import hashlib
import secrets
from functools import lru_cache
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

FIRST = 1
VERSION = b"\x01"
"""Head of what the first master key encrypted; nothing else stands before the nonce."""
NUMBERED = b"\x02"
"""Head of what a later one encrypted; its number follows."""
NUMBER_BYTES = 2
HEAD_BYTES = 1 + NUMBER_BYTES
"""Enough of a value to tell which master key encrypted it."""
NONCE_BYTES = 12


class Undecipherable(ValueError):
    """The ciphertext is damaged, of another key, or was moved from another row."""


@lru_cache(maxsize=16)
def _cipher(key: str) -> AESGCM:
    return AESGCM(hashlib.sha256(b"hjemvei field " + key.encode()).digest())


def newest_master() -> int:
    return max(settings.FIELD_KEYS)


def master(number: int) -> AESGCM:
    """A key made after this process started is read from its file. Raises Undecipherable without the key."""
    secret = settings.FIELD_KEYS.get(number) or _from_file(number)
    if not secret:
        raise Undecipherable(f"master key {number} is not here")
    return _cipher(secret)


def _from_file(number: int) -> str:
    path = Path(settings.FIELD_KEY_DIRECTORY) / f"field-{number}"
    return path.read_text().strip() if path.is_file() else ""


def locked(cipher: AESGCM, content: bytes, *, bound_to: str) -> bytes:
    """Nonce and ciphertext."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + cipher.encrypt(nonce, content, bound_to.encode())


def unlocked(cipher: AESGCM, data: bytes, *, bound_to: str) -> bytes:
    """Raises Undecipherable."""
    try:
        return cipher.decrypt(data[:NONCE_BYTES], data[NONCE_BYTES:], bound_to.encode())
    except (InvalidTag, ValueError) as error:
        raise Undecipherable("does not belong here") from error


def encrypt(text: str, *, bound_to: str) -> bytes:
    """`bound_to` names table, row and column, such as `identifier:ab12…:number`."""
    number = newest_master()
    head = VERSION if number == FIRST else NUMBERED + number.to_bytes(NUMBER_BYTES)
    return head + locked(master(number), text.encode(), bound_to=bound_to)


def decrypt(data: bytes, *, bound_to: str) -> str:
    """Raises Undecipherable."""
    data = bytes(data)
    if data[:1] == VERSION:
        return unlocked(master(FIRST), data[1:], bound_to=bound_to).decode()
    if data[:1] == NUMBERED:
        number = int.from_bytes(data[1 : 1 + NUMBER_BYTES])
        return unlocked(master(number), data[1 + NUMBER_BYTES :], bound_to=bound_to).decode()
    raise Undecipherable("unknown version")


def master_of(data: bytes) -> int:
    """The number of the master key that encrypted this; 0 for another kind of value."""
    if data[:1] == NUMBERED:
        return int.from_bytes(data[1 : 1 + NUMBER_BYTES])
    return FIRST if data[:1] == VERSION else 0


def is_here(data: bytes) -> bool:
    """Whether the master key that encrypted this is still among ours."""
    try:
        return bool(master(master_of(data)))
    except Undecipherable:
        return False
