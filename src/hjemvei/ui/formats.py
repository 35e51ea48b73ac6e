"""Dates, times and numbers as people read them, in the active language.

Django's own formatting costs ten times as much per value and lists show hundreds of them; so what the
languages need stands in `languages`.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.utils.translation import get_language, gettext, ngettext
from markupsafe import soft_str

from hjemvei.ui.languages import ENGLISH, long_day

OSLO = ZoneInfo("Europe/Oslo")
NARROW_SPACE = "\N{NARROW NO-BREAK SPACE}"
NO_VALUE = "–"


def language() -> str:
    """Two letters; Bokmål when no language is active."""
    return (get_language() or "nb")[:2]


def local(value: dt.datetime) -> dt.datetime:
    """Norwegian wall clock; a naive time is taken to be that already."""
    return value.astimezone(OSLO) if value.tzinfo else value


def _day(value: dt.date | dt.datetime) -> dt.date:
    return local(value).date() if isinstance(value, dt.datetime) else value


def date(value: dt.date | dt.datetime | None) -> str:
    """18.12.2026, in English 18 Dec 2026; a dash when there is none."""
    if value is None:
        return NO_VALUE
    day = _day(value)
    if language() == "en":
        return f"{day.day} {ENGLISH[day.month - 1][:3]} {day.year}"
    return f"{day.day:02}.{day.month:02}.{day.year}"


def long_date(value: dt.date | dt.datetime | None) -> str:
    """18. desember 2026: the month in letters, where a mistaken day would cost."""
    if value is None:
        return NO_VALUE
    return long_day(_day(value), language())


def time(value: dt.datetime | dt.time | None) -> str:
    """14:02 on the Norwegian clock."""
    if value is None:
        return NO_VALUE
    clock = local(value) if isinstance(value, dt.datetime) else value
    return f"{clock.hour:02}:{clock.minute:02}"


def datetime(value: dt.datetime | None) -> str:
    """18.12.2026 14:02."""
    return NO_VALUE if value is None else f"{date(value)} {time(value)}"


def iso(value: dt.date | dt.datetime) -> str:
    """For the ``datetime`` attribute of ``<time>``."""
    return local(value).isoformat(timespec="minutes") if isinstance(value, dt.datetime) else value.isoformat()


def days_until(value: dt.date | dt.datetime | None, today: dt.date) -> str:
    """«om 26 dager», «i dag», «for 3 dager siden»; the clock is passed in."""
    if value is None:
        return NO_VALUE
    days = (_day(value) - today).days
    if days == 0:
        return gettext("i dag")
    if days == 1:
        return gettext("i morgen")
    if days == -1:
        return gettext("i går")
    if days > 0:
        return ngettext("om %(days)s dag", "om %(days)s dager", days) % {"days": number(days)}
    return ngettext("for %(days)s dag siden", "for %(days)s dager siden", -days) % {"days": number(-days)}


def months(value: int | None) -> str:
    """A length in whole months: «8 måneder», «2 år», «1 år og 3 måneder»."""
    if value is None:
        return NO_VALUE
    years, rest = divmod(value, 12)
    in_months = ngettext("%(n)s måned", "%(n)s måneder", rest) % {"n": rest}
    if not years:
        return in_months
    in_years = ngettext("%(n)s år", "%(n)s år", years) % {"n": years}
    return gettext("%(years)s og %(months)s") % {"years": in_years, "months": in_months} if rest else in_years


def number(value: int | float | Decimal | None, decimals: int = 0) -> str:
    """12 345,6 with a narrow no-break space; four digits are kept together, as Språkrådet advises."""
    if value is None:
        return NO_VALUE
    whole, _, fraction = f"{abs(value):.{decimals}f}".partition(".")
    grouped = whole if len(whole) < 5 else f"{int(whole):,}".replace(",", NARROW_SPACE)
    point = "." if language() == "en" else ","
    minus = "\N{MINUS SIGN}" if value < 0 and (whole + fraction).strip("0") else ""
    return f"{minus}{grouped}{point}{fraction}" if fraction else f"{minus}{grouped}"


def percent(value: float | Decimal | None, decimals: int = 0) -> str:
    """A share between 0 and 1 as «83 %», in English «83%»."""
    if value is None:
        return NO_VALUE
    space = "" if language() == "en" else "\N{NO-BREAK SPACE}"
    return f"{number(value * 100, decimals)}{space}%"


def initials(name: str) -> str:
    """First and last initial, for the round mark beside a name."""
    words = [word for word in name.replace("-", " ").split() if word[0].isalpha()]
    return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper() if words else "?"


def capitalize(value: object) -> str:
    """The first letter alone: names and abbreviations keep theirs, unlike by Python's own."""
    text = soft_str(value)
    return text[:1].upper() + text[1:]


FILTERS = {
    "capitalize": capitalize,
    "date": date,
    "long_date": long_date,
    "time": time,
    "datetime": datetime,
    "iso": iso,
    "days_until": days_until,
    "months": months,
    "number": number,
    "percent": percent,
    "initials": initials,
}
