"""The only place that reads the clock; rules and actions get `at` or `today` passed in."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone


def now() -> dt.datetime:
    return timezone.now()


def today() -> dt.date:
    """The date in Norway, which is what deadlines are counted in."""
    return timezone.localdate()
