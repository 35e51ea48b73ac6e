"""Meetings as a calendar (RFC 5545): when and where, never what about or with whom. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

LINE = 75
STAMP = "%Y%m%dT%H%M%SZ"


@dataclass(frozen=True, slots=True)
class FeedRow:
    key: str
    name: str
    starts_at: dt.datetime
    ends_at: dt.datetime
    place: str
    link: str
    state: str
    sequence: int
    planned_at: dt.datetime


def calendar_of(rows: Iterable[FeedRow], *, name: str) -> str:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Hjemvei//NO", "METHOD:PUBLISH"]
    lines += [f"X-WR-CALNAME:{escaped(name)}", "REFRESH-INTERVAL;VALUE=DURATION:PT6H"]
    for row in rows:
        lines += _event(row)
    return "".join(f"{folded(line)}\r\n" for line in [*lines, "END:VCALENDAR"])


def _event(row: FeedRow) -> list[str]:
    lines = [
        "BEGIN:VEVENT",
        f"UID:{row.key}@hjemvei",
        f"DTSTAMP:{stamp(row.planned_at)}",
        f"SEQUENCE:{row.sequence}",
        f"DTSTART:{stamp(row.starts_at)}",
        f"DTEND:{stamp(row.ends_at)}",
        f"SUMMARY:{escaped(row.name)}",
        f"STATUS:{'CANCELLED' if row.state == 'cancelled' else 'CONFIRMED'}",
    ]
    if row.place:
        lines.append(f"LOCATION:{escaped(row.place)}")
    if row.link:
        lines.append(f"URL:{row.link}")
    return [*lines, "END:VEVENT"]


def stamp(at: dt.datetime) -> str:
    return at.astimezone(dt.UTC).strftime(STAMP)


def escaped(text: str) -> str:
    for mark, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\r", ""), ("\n", "\\n")):
        text = text.replace(mark, written)
    return text


def folded(line: str) -> str:
    """At most 75 octets a line, and no letter broken in two."""
    parts, current, room = [], "", LINE
    for letter in line:
        if len((current + letter).encode()) > room:
            parts.append(current)
            current, room = "", LINE - 1
        current += letter
    return "\r\n ".join([*parts, current])
