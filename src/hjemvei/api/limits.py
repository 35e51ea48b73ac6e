"""How many calls a token may make: one bucket a token for all processes, refilled evenly over the minute."""

from __future__ import annotations

import math

from django.conf import settings
from django.core.cache import caches

from hjemvei.core.shared_cache import SharedCache

MINUTE = 60


def wait(token_id: int) -> int:
    """Take one call from the token's bucket; seconds to wait where it is empty, else 0."""
    shared: SharedCache = caches["default"]  # type: ignore[assignment]
    return math.ceil(shared.take(f"api:{token_id}", calls=settings.API_CALLS_PER_MINUTE, seconds=MINUTE))
