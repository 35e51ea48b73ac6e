"""axe on every page that any role reaches by links: light and dark, wide and narrow, forms sent empty too.

`HJEMVEI_WRITE_ACCESSIBILITY=1` writes the figures of the accessibility statement.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import pytest

from hjemvei.web.accessibility import FIGURES
from tests.journeys.axe import NARROW, STANDARD, TOOL, Found, look, look_at_errors
from tests.journeys.browsing import SignIn
from tests.journeys.crawl import reached
from tests.journeys.road import wait_at_the_inbox, walk
from tests.journeys.seed import today_in_norway
from tests.journeys.site import Site
from tests.world import STAFF

pytestmark = [pytest.mark.evidence, pytest.mark.journey]

WIDTHS = (1280, NARROW)
BEFORE_THE_DOOR = (
    "/konto/login/",
    "/konto/demo/",
    "/konto/password/reset/",
    "/tilgjengelighet/",
    "/api/v1/",
    "/ui/komponenter/",
    "/finnes-ikke/",
)
ROLES = ["", *(name for name, _role, _units in STAFF)]
FORBIDDEN = {"Odd": ("/konto/brukere/",)}


@dataclass
class Tally:
    """What the roles before this one have been shown."""

    seen: Counter[str] = field(default_factory=Counter)
    pages: set[tuple[str, str]] = field(default_factory=set)
    roles: set[str] = field(default_factory=set)
    violations: int = 0

    def choose(self, reached: dict[str, str]) -> list[str]:
        chosen = [
            (route, address) for route, address in reached.items() if not self.seen[route] or address == "/"
        ]
        self.seen.update(route for route, _address in chosen)
        return [address for _route, address in chosen]


@pytest.fixture(scope="module")
def tally() -> Tally:
    return Tally()


@pytest.mark.parametrize("who", ROLES)
def test_no_page_of_a_role_has_a_violation(site: Site, sign_in: SignIn, tally: Tally, who: str) -> None:
    """Each role's own dashboard, and each entry of the URL table for the first role that reaches it."""
    key, waiting = walk(site, sign_in).key, wait_at_the_inbox(site, sign_in)[1]
    starts = ("/", f"/sak/{key}/", f"/sak/{waiting}/", "/konto/meg/")
    addresses = tally.choose(reached(sign_in(who), starts)) if who else BEFORE_THE_DOOR
    found: list[Found] = []
    for width in WIDTHS:
        desk = sign_in(who, width=width)
        for address in (*addresses, *FORBIDDEN.get(who, ())):
            found += look(desk, address, who=who, width=width)
            tally.pages.add((who, address))
            errors = look_at_errors(desk, address, who=who, width=width)
            if errors is not None:
                found += errors
                tally.pages.add((who, f"{address} (sent empty)"))
    assert who == "" or "/" in addresses
    tally.violations += len(found)
    tally.roles.add(who)
    assert not found, "\n".join(map(str, found))


def test_the_statement_says_what_was_found(tally: Tally) -> None:
    """The figures are written only when asked for: a test run leaves the tree as it was."""
    print(f"\n{len(tally.seen)} entries of the URL table, {len(tally.pages)} pages")
    assert (tally.roles, tally.violations) == (set(ROLES), 0)
    if os.environ.get("HJEMVEI_WRITE_ACCESSIBILITY") == "1":
        _write(pages=len(tally.pages), violations=tally.violations)


def _write(*, pages: int, violations: int) -> None:
    before: dict[str, Any] = json.loads(FIGURES.read_text(encoding="utf-8"))
    now = {
        "measured_on": today_in_norway().isoformat(),
        "standard": STANDARD,
        "pages": pages,
        "schemes": ["light", "dark"],
        "violations": violations,
        "tool": TOOL,
        "falls_short": before["falls_short"],
    }
    FIGURES.write_text(json.dumps(now, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
