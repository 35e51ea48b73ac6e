"""Every page that a signed-in person reaches by links, one address for each entry of the URL table."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable

from django.urls import Resolver404, resolve

from tests.journeys.browsing import Desk

HREF = re.compile(r'(?:href|hx-get)="(/[^"#?]*)')
LEFT_OUT = re.compile(r"^/(static|api)/|/konto/logout/|\.(pdf|xlsx|csv|xml|zip)$")


def reached(desk: Desk, starts: Iterable[str]) -> dict[str, str]:
    """Route -> the first address found for it that answers 200 with a whole page of its own."""
    waiting, found, asked = deque(starts), {}, set[str]()
    while waiting:
        address = waiting.popleft()
        route = _route(address)
        if route is None or route in asked or LEFT_OUT.search(address):
            continue
        asked.add(route)
        answer = desk.page.context.request.get(desk.address + address)
        is_page = answer.headers.get("content-type", "").startswith("text/html")
        if answer.status != 200 or not is_page or answer.url != desk.address + address:
            continue
        text = answer.text()
        found[route] = address
        waiting.extend(HREF.findall(text))
    return found


def _route(address: str) -> str | None:
    """That of the dashboard is empty."""
    try:
        return resolve(address).route
    except Resolver404:
        return None
