"""Index values by keyed hash (setting INDEX_KEY)."""

from __future__ import annotations

import hmac

from django.conf import settings


def blind_index(text: str) -> bytes:
    """The same 32 bytes for the same value, worthless without the key."""
    return hmac.digest(settings.INDEX_KEY.encode(), b"index:" + text.encode(), "sha256")


def search_token(text: str, *, controller_id: int) -> int:
    """A signed 64-bit token of one normalised name part, prefix, reference or number, keyed per
    controller.
    """
    message = f"{controller_id}:{text}".encode()
    digest = hmac.digest(settings.INDEX_KEY.encode(), message, "sha256")
    return int.from_bytes(digest[:8], "big", signed=True)
