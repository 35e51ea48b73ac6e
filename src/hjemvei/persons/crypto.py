"""Index values by keyed hash (setting INDEX_KEY); they are encrypted by `core.crypto`, whose names stand
here too.
"""

from __future__ import annotations

import hmac

from django.conf import settings

from hjemvei.core.crypto import Undecipherable, decrypt, encrypt

__all__ = ["Undecipherable", "blind_index", "decrypt", "encrypt", "search_token"]


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
