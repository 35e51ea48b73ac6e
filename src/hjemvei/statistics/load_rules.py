"""The middle of times that were counted in buckets. No Django, no clock."""

from __future__ import annotations

from collections.abc import Sequence

BOUNDS = (30, 60, 120, 300, 900)
"""Seconds; the first bucket is below 30, the last 900 and more."""
LAST = 1800


def middle_seconds(buckets: Sequence[int]) -> int | None:
    """Where the middle one lies, the times of a bucket taken as evenly spread; None without any."""
    total = sum(buckets)
    if not total:
        return None
    edges = (0, *BOUNDS, LAST)
    half, below = total / 2, 0
    for place, count in enumerate(buckets):
        if count and below + count >= half:
            low, high = edges[place], edges[place + 1]
            return round(low + (high - low) * (half - below) / count)
        below += count
    return LAST
