from __future__ import annotations

import datetime as dt

import pytest
from babel.dates import format_date as babel_date
from django.utils import translation
from django.utils.formats import date_format

from hjemvei.ui import formats
from hjemvei.ui.languages import MONTHS, long_day

DAY = dt.date(2026, 12, 18)


@pytest.mark.parametrize(
    ("language", "short", "long"),
    [
        ("nb", "18.12.2026", "18. desember 2026"),
        ("nn", "18.12.2026", "18. desember 2026"),
        ("en", "18 Dec 2026", "18 December 2026"),
    ],
)
def test_dates_follow_the_language(language: str, short: str, long: str) -> None:
    with translation.override(language):
        assert formats.date(DAY) == short
        assert formats.long_date(DAY) == long


@pytest.mark.parametrize("language", ["pl", "lt", "ro", "ar"])
def test_a_long_date_is_djangos_where_django_knows_the_language(language: str) -> None:
    """But for Romanian's capitals and one spelling of April, where CLDR knows better."""
    with translation.override(language):
        for month in range(1, 13):
            day = dt.date(2026, month, 3)
            assert formats.long_date(day) == date_format(day, "DATE_FORMAT").lower().replace("إ", "أ")
        assert formats.date(DAY) == "18.12.2026"


@pytest.mark.parametrize(
    ("language", "first"), [("se", "ođđajagemánu 3. b. 2026"), ("so", "3 Jannaayo 2026")]
)
def test_sami_and_somali_have_months_of_their_own(language: str, first: str) -> None:
    """Django has none; the names are CLDR's."""
    with translation.override(language):
        assert formats.long_date(dt.date(2026, 1, 3)) == first
        assert translation.get_language_info(language)["bidi"] is False
    for month in range(1, 13):
        name = babel_date(dt.date(2026, month, 3), "LLLL", locale=language)
        said = MONTHS[language][month - 1]
        assert said.removesuffix("nu") == name.removesuffix("nnu") if language == "se" else said == name


def test_an_unknown_language_borrows_norwegian_months() -> None:
    assert long_day(DAY, "xx") == "18. desember 2026"


def test_times_are_norwegian_summer_and_winter() -> None:
    assert formats.time(dt.datetime(2026, 7, 1, 12, 0, tzinfo=dt.UTC)) == "14:00"
    assert formats.time(dt.datetime(2026, 12, 1, 12, 0, tzinfo=dt.UTC)) == "13:00"
    with translation.override("nb"):
        assert formats.datetime(dt.datetime(2026, 12, 31, 23, 30, tzinfo=dt.UTC)) == "01.01.2027 00:30"


@pytest.mark.parametrize(
    ("days", "phrase"),
    [
        (0, "i dag"),
        (1, "i morgen"),
        (-1, "i går"),
        (26, "om 26 dager"),
        (-3, "for 3 dager siden"),
    ],
)
def test_how_far_a_day_is(days: int, phrase: str) -> None:
    with translation.override("nb"):
        assert formats.days_until(DAY + dt.timedelta(days), DAY) == phrase


def test_a_moment_late_in_the_evening_counts_as_its_norwegian_day() -> None:
    late = dt.datetime(2026, 12, 17, 23, 30, tzinfo=dt.UTC)
    with translation.override("nb"):
        assert formats.days_until(late, DAY) == "i dag"


@pytest.mark.parametrize(
    ("value", "decimals", "shown"),
    [
        (0, 0, "0"),
        (1234, 0, "1234"),
        (12345, 0, "12\u202f345"),
        (1234567.891, 2, "1\u202f234\u202f567,89"),
        (-12, 0, "\u221212"),
        (-0.2, 0, "0"),
    ],
)
def test_numbers(value: float, decimals: int, shown: str) -> None:
    with translation.override("nb"):
        assert formats.number(value, decimals) == shown


def test_lengths_in_months() -> None:
    with translation.override("nb"):
        assert [formats.months(n) for n in (0, 1, 8, 12, 15)] == [
            "0 måneder",
            "1 måned",
            "8 måneder",
            "1 år",
            "1 år og 3 måneder",
        ]


@pytest.mark.parametrize("name", ["date", "long_date", "time", "datetime", "months", "number", "percent"])
def test_nothing_is_a_dash(name: str) -> None:
    assert formats.FILTERS[name](None) == formats.NO_VALUE


@pytest.mark.parametrize(
    ("name", "shown"), [("Kari Eksempel", "KE"), ("Per", "P"), ("", "?"), ("Åse-Marie Ås", "ÅÅ")]
)
def test_initials(name: str, shown: str) -> None:
    assert formats.initials(name) == shown


def test_the_first_letter_alone_is_made_large() -> None:
    """A filter of templates: «Vara for Kari Prøve», «Saksbehandler i NAV»."""
    assert formats.FILTERS["capitalize"]("saksbehandler i NAV") == "Saksbehandler i NAV"
    assert formats.FILTERS["capitalize"]("") == ""
