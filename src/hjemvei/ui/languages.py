"""Locale data of the languages that the person reads: how a day is written, and which way the text runs.

Django has no data for North Sámi and Somali. The months stand as they do in a date (CLDR, `dates`, format
wide); patterns are Django's DATE_FORMAT of each language, and CLDR's long date for the two.
"""

from __future__ import annotations

import datetime as dt


def _months(names: str) -> tuple[str, ...]:
    return tuple(names.split())


# The months are spelt alike in Bokmål and Nynorsk.
NORWEGIAN = _months("januar februar mars april mai juni juli august september oktober november desember")
ENGLISH = _months("January February March April May June July August September October November December")
MONTHS = {
    "nb": NORWEGIAN,
    "nn": NORWEGIAN,
    "no": NORWEGIAN,
    "en": ENGLISH,
    "pl": _months(
        "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia"
    ),
    "lt": _months(
        "sausio vasario kovo balandžio gegužės birželio liepos rugpjūčio rugsėjo spalio lapkričio gruodžio"
    ),
    "ro": _months(
        "ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie"
    ),
    "se": _months(
        "ođđajagemánu guovvamánu njukčamánu cuoŋománu miessemánu geassemánu suoidnemánu borgemánu čakčamánu"
        " golggotmánu skábmamánu juovlamánu"
    ),
    "ar": _months("يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر"),
    "so": _months(
        "Jannaayo Febraayo Maarso Abriil Maayo Juun Luulyo Ogosto Sebteembar Oktoobar Noofeembar Diseembar"
    ),
}
PATTERNS = {
    "nb": "{day}. {month} {year}",
    "nn": "{day}. {month} {year}",
    "no": "{day}. {month} {year}",
    "lt": "{year} m. {month} {day} d.",
    "se": "{month} {day}. b. {year}",
    "ar": "{day} {month}، {year}",
}
PLAIN = "{day} {month} {year}"
LANG_INFO = {
    "se": {"bidi": False, "code": "se", "name": "Northern Sami", "name_local": "Davvisámegiella"},
    "so": {"bidi": False, "code": "so", "name": "Somali", "name_local": "Soomaali"},
}
"""What Django knows of its own languages (`django.conf.locale.LANG_INFO`)."""


def long_day(day: dt.date, language: str) -> str:
    """The month in letters; in Bokmål for a language that stands in no list."""
    known = language if language in MONTHS else "nb"
    pattern = PATTERNS.get(known, PLAIN)
    return pattern.format(day=day.day, month=MONTHS[known][day.month - 1], year=day.year)
