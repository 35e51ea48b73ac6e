"""Opaque keys for whatever stands in a URL."""

from __future__ import annotations

import secrets

ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"


def new_key() -> str:
    """Twelve characters (59 bits) without look-alikes; unique by constraint, never a number that counts."""
    return "".join(secrets.choice(ALPHABET) for _ in range(12))
