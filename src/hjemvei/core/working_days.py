"""Norwegian working days. Holidays come from the package `holidays`, since they move with Easter.

Everything here is a date, never a moment, so a change of clock (summer time) can't move a deadline.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from holidays import country_holidays

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
