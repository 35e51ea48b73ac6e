"""Days and months as the agreement counts them: Norwegian working days and calendar months.

Holidays come from the package `holidays` (they move with Easter); an agreement may close further days of
its own. Everything here is a date, never a moment, so a change of clock (summer time) can't move a
deadline.
"""

from __future__ import annotations

import calendar as month_table
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache

from holidays import country_holidays

from hjemvei.agreements.enums import OffsetUnit

ONE_DAY = timedelta(days=1)
SATURDAY = 5


@cache
def holidays_of(year: int) -> Mapping[date, str]:
    """Public holidays of one year with their Norwegian names.

    Law: LOV-1995-02-24-12 § 2 and LOV-1947-04-26-1.
    """
    return dict(country_holidays("NO", years=year, language="no"))


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """Norwegian working days, less the days that the agreement's parties keep closed (`closed`)."""

    closed: frozenset[date] = frozenset()

    def is_working_day(self, day: date) -> bool:
        """Monday to Friday, no public holiday, not closed.

        Christmas and New Year's Eve are working days in law.
        """
        return day.weekday() < SATURDAY and day not in holidays_of(day.year) and day not in self.closed

    def on_or_after(self, day: date) -> date:
        """The day itself, or the next working day."""
        while not self.is_working_day(day):
            day += ONE_DAY
        return day

    def on_or_before(self, day: date) -> date:
        """The day itself, or the last working day before it."""
        while not self.is_working_day(day):
            day -= ONE_DAY
        return day

    def add_working_days(self, *, day: date, count: int) -> date:
        """Count whole working days from the day after (`count` > 0) or the day before (`count` < 0).

        0 is the day itself when it is a working day, else the next one. The answer is always a working day.
        Raises OverflowError outside the years that a date can hold.
        """
        if count == 0:
            return self.on_or_after(day)
        step = ONE_DAY if count > 0 else -ONE_DAY
        for _ in range(abs(count)):
            day += step
            day = self.on_or_after(day) if count > 0 else self.on_or_before(day)
        return day

    def working_days_between(self, *, after: date, until: date) -> int:
        """Working days later than `after`, up to and with `until`; 0 when `until` is not later."""
        days = (after + timedelta(days=n) for n in range(1, (until - after).days + 1))
        return sum(self.is_working_day(day) for day in days)


NORWAY = WorkCalendar()


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
