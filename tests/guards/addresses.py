"""Every address of the URL table that names a row, with the row of a given case put in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from tests.guards.relations import Related

PLACE = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>[^)]*\)")
OTHER = {
    "accounts": "staff, no person of a case",
    "account_": "sign-in",
    "mfa_": "sign-in",
    "parties": "units and how to reach them",
    "agreements": "agreements between parties",
    "statistics": "figures of agreements, suppressed",
    "routines": "how a unit works, about nobody",
    "reorganisation": "units that merge, split or close: numbers alone",
    "presence:unit_": "a unit's work, rosters and visiting days",
    "cases:hand_over": "a colleague's whole caseload",
    "cases:agreement_users": "an agreement's users",
    "exchange:agreement": "an agreement's text",
    "exchange:summary": "an agreement's summary",
    "exchange:open_": "agreements that are open to everybody",
    "cases:version_preview": "how many cases a coming version touches",
    "exchange:roll": "a roll of one's own unit",
    "exchange:apply": "a roll of one's own unit",
    "exchange:discard": "a roll of one's own unit",
    "exchange:decide": "a roll of one's own unit",
    "exchange:progress": "a roll of one's own unit",
    "exchange:errors": "a roll of one's own unit",
    "web:cases_export": "the list of what one sees",
    "cooperation": "committees and networks of staff",
    "homes": "dwellings",
    "oversight:employee": "an employee, for the privacy officer",
    "oversight:finding": "an employee's look, for the privacy officer",
    "privacy:paper": "papers of an organisation, filled from the system's own facts",
    "portal:agreement_paper": "an agreement's summary, on the person's own page",
    "api:": "tokens of organisations; tested apart",
}
"""Addresses with places in them that name no person: by namespace or name, with the reason."""
ROW = {
    "contact": "followup",
    "link": "duplicatelink",
    "consent": "consent",
    "hidden": "hiddendisclosure",
    "wish": "movewish",
    "summary": "deviationsummary",
}
VALUES = {
    "table": "cases_message",
    "row": "1",
    "topic": "before",
    "area": "housing",
    "item": "keys",
    "about": "notice",
    "question": "real_home",
    "unit": "tk-koordinering",
}


def entries(resolver: Any = None, prefix: str = "", space: str = "") -> Iterator[tuple[str, str]]:
    """Name and route of every address."""
    for entry in (resolver or get_resolver()).url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from entries(entry, route, f"{space}{entry.namespace}:" if entry.namespace else space)
        elif isinstance(entry, URLPattern):
            yield f"{space}{entry.name}", route


@cache
def of_cases() -> list[tuple[str, str]]:
    """Name and route of the addresses about a case, a person, or a row of one."""
    return [
        (name, route)
        for name, route in entries()
        if PLACE.search(route) and not any(name.startswith(other) for other in OTHER)
    ]


def filled_in(route: str, related: Related) -> str:
    """The address with this case's rows. Raises KeyError for a place that nobody has said how to fill."""

    def value(match: re.Match[str]) -> str:
        place = match.group(1) or match.group(2)
        if place in ("key", "case_key"):
            return related.person_key if route.startswith("person/") else related.case_key
        if place in VALUES:
            return VALUES[place]
        model = place.removesuffix("_key")
        if model == "subject":
            return related.rows["notice"]
        return related.rows.get(ROW.get(model, model)) or _foreign(route, place)

    return "/" + PLACE.sub(value, route.replace("^", "").replace("$", "").replace(r"\.", "."))


def _foreign(route: str, place: str) -> str:
    if place in {
        "inquiry_key",
        "link_key",
        "end_key",
        "message_key",
        "relation_key",
        "part_key",
        "restriction_key",
        "disposal_key",
        "handover_key",
    }:
        return "abcdefghjkmn"  # rows that hang on no case: nobody's key
    raise KeyError(f"{route}: say in tests/guards/addresses.py which row stands for <{place}>")
