"""Time limits of the rights, and what may become of a record. Pure."""

from __future__ import annotations

import calendar
import datetime as dt

ARCHIVE, PROPOSED = "archive", "proposed"


def due_on(received_on: dt.date) -> dt.date:
    """One month after the request came (GDPR art. 12 no. 3): the same day of the next month, or its last."""
    year, month = divmod(received_on.year * 12 + received_on.month, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return dt.date(year, month + 1, min(received_on.day, last))


def hands_over(*, outcome: str, state: str) -> bool:
    """A package for the archive is made on a proposal to archive that nobody has decided yet."""
    return outcome == ARCHIVE and state == PROPOSED
