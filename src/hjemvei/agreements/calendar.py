"""Days and months as the agreement counts them: Norwegian working days (`core.working_days`, of which an
agreement may close some) and calendar months.
"""

from __future__ import annotations

import calendar as month_table
from datetime import date, timedelta
from functools import lru_cache

from hjemvei.agreements.enums import OffsetUnit
from hjemvei.core.working_days import NORWAY, WorkCalendar

__all__ = ["NORWAY", "WorkCalendar", "add_months", "full_months_between", "shift"]


def add_months(*, day: date, months: int) -> date:
    """Same day of the month, `months` calendar months on (or back); clamped to the month's last day.

    31 December + 2 months is 28 February (29 in a leap year). Raises ValueError outside the years 1-9999.
    """
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    last = month_table.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def full_months_between(*, starts_on: date, ends_before: date) -> int:
    """Whole calendar months in the half-open period; 0 when it is empty or turned round.

    15 January to 15 March is two months, to 14 March it is one. Source: the agreement, target group (R108).
    """
    months = (ends_before.year - starts_on.year) * 12 + ends_before.month - starts_on.month
    if add_months(day=starts_on, months=months) > ends_before:
        months -= 1
    return max(months, 0)


@lru_cache(maxsize=50_000)
def shift(*, day: date, count: int, unit: OffsetUnit, calendar: WorkCalendar = NORWAY) -> date:
    """Move a date by `count` units; negative is before. Remembered: a roll's people share their dates."""
    if unit is OffsetUnit.WORKING_DAYS:
        return calendar.add_working_days(day=day, count=count)
    if unit is OffsetUnit.MONTHS:
        return add_months(day=day, months=count)
    return day + timedelta(days=count * (7 if unit is OffsetUnit.WEEKS else 1))
