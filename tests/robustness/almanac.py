"""Norwegian days by hand, from the calendar's own arithmetic: what the tests hold the rules against."""

from __future__ import annotations

from datetime import date, timedelta

DAY = timedelta(days=1)
FIXED = ((1, 1), (5, 1), (5, 17), (12, 25), (12, 26))
FROM_EASTER = (-3, -2, 0, 1, 39, 49, 50)
YEARS = range(2024, 2034)
LEAP_YEARS = (2000, 2024, 2028, 2032, 2096)
NO_LEAP_YEARS = (2026, 2027, 2100)


def easter(year: int) -> date:
    """The Gregorian computus of Meeus, Jones and Butcher."""
    a, b, c = year % 19, year // 100, year % 100
    d, e, f = b // 4, b % 4, (b + 8) // 25
    g = (b - f + 1) // 3
    h = (19 * a + b - d - g + 15) % 30
    i, k = c // 4, c % 4
    left = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * left) // 451
    month, day = divmod(h + left - 7 * m + 114, 31)
    return date(year, month, day + 1)


def holidays(year: int) -> set[date]:
    return {date(year, *fixed) for fixed in FIXED} | {easter(year) + DAY * days for days in FROM_EASTER}


def is_working_day(day: date) -> bool:
    return day.isoweekday() <= 5 and day not in holidays(day.year)


def working_days_on(day: date, count: int) -> date:
    """Walk day by day and count those on which people work."""
    step = DAY if count >= 0 else -DAY
    if count == 0 and not is_working_day(day):
        count = 1
    while count:
        day += step
        if is_working_day(day):
            count -= 1 if count > 0 else -1
    return day


def months_on(day: date, months: int) -> date:
    """The same day of another month, or that month's last."""
    first = date(day.year + (day.month - 1 + months) // 12, (day.month - 1 + months) % 12 + 1, 1)
    for wanted in (day.day, 30, 29, 28):
        if wanted <= day.day and (first + DAY * (wanted - 1)).month == first.month:
            return first + DAY * (wanted - 1)
    raise AssertionError(day)


def changes_of_clock(year: int) -> list[date]:
    """The last Sundays of March and October."""
    found = []
    for month in (3, 10):
        day = date(year, month, 31)
        while day.isoweekday() != 7:
            day -= DAY
        found.append(day)
    return found


def hard_days() -> list[date]:
    """Round changes of clock, leap days and the ends of February, holidays, Christmas and New Year."""
    found = set()
    for year in YEARS:
        for sunday in changes_of_clock(year):
            found |= {sunday - DAY, sunday, sunday + DAY}
        found |= holidays(year) | {date(year, 12, 24), date(year, 12, 31), easter(year) - DAY * 4}
    for year in (*LEAP_YEARS, *NO_LEAP_YEARS):
        last = date(year, 3, 1) - DAY
        found |= {last - DAY, last, date(year, 3, 1), date(year, 12, 31), date(year, 8, 31)}
    return sorted(found)
