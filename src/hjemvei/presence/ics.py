"""Visiting days as a calendar file (RFC 5545), without anybody's name."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from hjemvei.presence.visits import DayView

LONGEST = 74


def ics_of(days: Iterable[DayView], *, at: dt.datetime) -> str:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Hjemvei//Besøk//NB"]
    for day in days:
        for on, opening, _left in day.coming:
            lines += [
                "BEGIN:VEVENT",
                f"UID:{day.key}-{on.isoformat()}@hjemvei",
                f"DTSTAMP:{_moment(at)}",
                f"DTSTART:{_moment(opening.starts_at)}",
                f"DTEND:{_moment(opening.ends_at)}",
                f"SUMMARY:{_text(f'{day.unit}: {day.topic}')}",
                f"LOCATION:{_text(', '.join(part for part in (day.prison, day.place) if part))}",
                "END:VEVENT",
            ]
    return "\r\n".join(folded for line in [*lines, "END:VCALENDAR"] for folded in _folded(line)) + "\r\n"


def _moment(value: dt.datetime) -> str:
    return value.astimezone(dt.UTC).strftime("%Y%m%dT%H%M%SZ")


def _text(value: str) -> str:
    for mark in ("\\", ";", ","):
        value = value.replace(mark, f"\\{mark}")
    return value.replace("\r", " ").replace("\n", "\\n")


def _folded(line: str) -> Iterable[str]:
    """Lines of at most 75 octets; those that follow begin with a space. A letter is never cut in two."""
    part = ""
    for letter in line:
        if len((part + letter).encode()) > LONGEST:
            yield part
            part = " "
        part += letter
    yield part
