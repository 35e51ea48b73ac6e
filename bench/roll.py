"""Synthetic rolls: numbers have month + 80 and right control digits, one row in a hundred is faulty."""

from __future__ import annotations

import datetime as dt
import random

DAY = dt.date(2026, 11, 2)
UNITS = ("trondheim", "trondheim-leira", "trondheim-frigang")
NAMES = (
    "Lyng",
    "Måke",
    "Foss",
    "Mose",
    "Ås",
    "Øy",
    "Bekk",
    "Skjær",
    "Tind",
    "Vik",
    "Myr",
    "Hei",
    "Li",
    "Kolle",
)
GIVEN = (
    "Klok",
    "Stø",
    "Tapper",
    "Frisk",
    "Blid",
    "Rask",
    "Stille",
    "Vennlig",
    "Varm",
    "Lett",
    "Modig",
    "Rolig",
)
COLUMNS = (
    "person_ref national_id family_name given_name birth_date sex unit status admitted_on expected_release_on"
    " release_kind release_certainty municipality_of_stay wished_municipality language address_protection"
    " address_before"
)
HEADER = COLUMNS.replace(" ", ";")
LANGUAGES = ("nb", "nb", "pl", "ar")
BEFORE = ("none", "rented_private", "family", "owned")
CHANGED_EVERY, GONE_EVERY = 102, 417


def synthetic_roll(rows: int, *, seed: int = 1) -> bytes:
    """A roll of `rows` people; every hundredth has a number whose control digits are wrong."""
    from hjemvei.persons.rules import WEIGHTS_1, WEIGHTS_2  # noqa: PLC0415  the settings stand by now

    rng, lines, made = random.Random(seed), [HEADER], set[str]()
    while len(made) < rows:
        born = dt.date(1950, 1, 1) + dt.timedelta(days=rng.randrange(20000))
        nine = f"{born.day:02d}{born.month + 80:02d}{born.year % 100:02d}{rng.randrange(1000):03d}"
        digits = [int(digit) for digit in nine]
        first = -sum(w * d for w, d in zip(WEIGHTS_1, digits, strict=False)) % 11
        second = -sum(w * d for w, d in zip(WEIGHTS_2, [*digits, first], strict=False)) % 11
        if first == 10 or second == 10 or nine in made:
            continue
        made.add(nine)
        n = len(made)
        number = f"{nine}{first}{(second + (n % 100 == 0)) % 10}"
        release = DAY + dt.timedelta(days=rng.randrange(1, 2000))
        name, given = f"{rng.choice(NAMES)}{rng.choice(NAMES).lower()}", rng.choice(GIVEN)
        admitted = DAY - dt.timedelta(days=rng.randrange(900))
        lines.append(
            f"P{n:07d};{number};{name};{given};{born};{rng.choice('mmmf')};{rng.choice(UNITS)};sentenced;"
            f"{admitted};{release};probation;likely;5001;{rng.choice(('', '5001'))};"
            f"{rng.choice(LANGUAGES)};;{rng.choice(BEFORE)}"
        )
    return ("\r\n".join(lines) + "\r\n").encode()


def next_roll(data: bytes) -> tuple[bytes, int, int]:
    """The roll of the night after: 1 % with another release date, some gone; with how many of each.

    Rows that were faulty stay faulty and stay on it, so that nobody is gone but those who left.
    """
    header, *lines = data.decode().splitlines()
    release = COLUMNS.split().index("expected_release_on")
    kept, changed, gone = [header], 0, 0
    for n, line in enumerate(lines, start=1):
        if n % 100 and n % GONE_EVERY == 0:
            gone += 1
            continue
        if n % 100 and n % CHANGED_EVERY == 0:
            cells = line.split(";")
            cells[release] = (dt.date.fromisoformat(cells[release]) + dt.timedelta(days=10)).isoformat()
            line, changed = ";".join(cells), changed + 1
        kept.append(line)
    return ("\r\n".join(kept) + "\r\n").encode(), changed, gone
