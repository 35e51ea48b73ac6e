"""Time limits of the rights. Pure."""

from __future__ import annotations

import calendar
import datetime as dt


def due_on(received_on: dt.date) -> dt.date:
    """One month after the request came (GDPR art. 12 no. 3): the same day of the next month, or its last."""
    year, month = divmod(received_on.year * 12 + received_on.month, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return dt.date(year, month + 1, min(received_on.day, last))
