"""How many calls a token may make: a bucket a token and process, refilled evenly over the minute."""

from __future__ import annotations

import math
import threading
from dataclasses import dataclass

from django.conf import settings


@dataclass(slots=True)
class Bucket:
    left: float
    seen: float


_buckets: dict[int, Bucket] = {}
_lock = threading.Lock()


def wait(token_id: int, *, now: float) -> int:
    """Take one call from the token's bucket; seconds to wait where it is empty, else 0."""
    a_minute = settings.API_CALLS_PER_MINUTE
    with _lock:
        bucket = _buckets.setdefault(token_id, Bucket(a_minute, now))
        bucket.left = min(a_minute, bucket.left + max(0.0, now - bucket.seen) * a_minute / 60)
        bucket.seen = now
        if bucket.left < 1:
            return max(1, math.ceil((1 - bucket.left) * 60 / a_minute))
        bucket.left -= 1
        return 0


def forget() -> None:
    """Start over; used when the limit is changed."""
    with _lock:
        _buckets.clear()
