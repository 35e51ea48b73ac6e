"""From which day on something is due. No Django, no clock."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Windows:
    """What began in `[restrict_from, restrict_before)` is to be restricted, before `end_before` it has ended.

    None: nothing is restricted, or nothing ends.
    """

    restrict_from: dt.datetime | None
    restrict_before: dt.datetime | None
    end_before: dt.datetime | None


def windows(
    *, at: dt.datetime, restrict_months: int | None, end_months: int | None, end_days: int | None
) -> Windows:
    """What has ended is not counted as to be restricted too."""
    end = None
    if end_months is not None:
        end = months_before(at, end_months)
    elif end_days is not None:
        end = at - dt.timedelta(days=end_days)
    if restrict_months is None:
        return Windows(None, None, end)
    return Windows(end, months_before(at, restrict_months), end)


def months_before(at: dt.datetime, months: int) -> dt.datetime:
    """The same day of an earlier month, or its last: nothing is due a day too early."""
    number = at.year * 12 + at.month - 1 - months
    year, month = divmod(number, 12)
    day = min(at.day, calendar.monthrange(year, month + 1)[1])
    return at.replace(year=year, month=month + 1, day=day)
