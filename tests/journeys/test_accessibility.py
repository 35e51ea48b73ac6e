"""axe on the pages that people work in, for the role that has them: light and dark, wide and narrow."""

from __future__ import annotations

import json
import os
from typing import Any

import pytest

from hjemvei.web.accessibility import FIGURES
from tests.journeys.axe import STANDARD, TOOL, Found, look
from tests.journeys.browsing import SignIn
from tests.journeys.road import wait_at_the_inbox, walk
from tests.journeys.seed import today_in_norway
from tests.journeys.site import Site

pytestmark = pytest.mark.journey

PAGES = {
    "Siv": (
        "/",
        "/saker/",
        "/saker/filtre/",
        "/lister/",
        "/lister/{roll}/",
        "/sak/{waiting}/",
        "/sak/{waiting}/samtykke/",
        "/sak/{waiting}/samtykke/nytt/",
        "/sak/{waiting}/datoer/",
        "/sak/{waiting}/oppgaver/",
        "/sak/{waiting}/ansvar/kommune/",
        "/sak/{key}/historikk/",
        "/sak/{key}/dokumenter/",
    ),
    "Ida": (
        "/",
        "/sak/innboks/",
        "/sak/innboks/ny/",
        "/sak/henvendelser/ny/",
        "/sak/{key}/",
        "/sak/{key}/plan/",
        "/sak/{key}/varsler/",
        "/sak/{key}/ansvar/",
        "/sak/{key}/ansvar/fordel/",
        "/sak/{key}/meldinger/",
        "/avvik/",
        "/avtaler/",
        "/enheter/trondheim/",
        "/konto/meg/",
        "/tilgjengelighet/",
    ),
    "Sara": (
        "/",
        "/bolig/ko/",
        "/boliger/",
        "/boliger/ny/",
        "/sak/{key}/bolig/",
        "/sak/{key}/bolig/svar/after/",
        "/bolig/sak/{key}/tildeling/",
        "/bolig/sak/{key}/leie/",
    ),
    "Odd": ("/", "/bolig/i-dag/", "/bolig/sak/{key}/oppfolging/", "/bolig/sak/{key}/oppfolging/ja/"),
    "Anne": ("/", "/konto/brukere/", "/konto/brukere/ny/"),
    "": ("/konto/demo/", "/finnes-ikke/"),
}
WIDTHS = (1280, 320)


@pytest.fixture
def keys(site: Site, sign_in: SignIn) -> dict[str, str]:
    siv = sign_in("Siv")
    key = walk(site, sign_in).key
    waiting = wait_at_the_inbox(site, sign_in)[1]
    siv.go("/lister/")
    address = siv.main().get_by_role("rowheader").get_by_role("link").first.get_attribute("href") or ""
    return {"key": key, "waiting": waiting, "roll": address.strip("/").rsplit("/", 1)[1]}


def test_no_page_has_a_violation(sign_in: SignIn, keys: dict[str, str]) -> None:
    found: list[Found] = []
    for name, addresses in PAGES.items():
        desks = {width: sign_in(name, width=width) for width in WIDTHS}
        for address in addresses:
            for width, desk in desks.items():
                found += look(desk, address.format(**keys), who=name, width=width)
    _write(pages=sum(map(len, PAGES.values())), violations=len(found))
    assert not found, "\n".join(map(str, found))


def _write(*, pages: int, violations: int) -> None:
    """The statement's figures, only when asked for: a test run leaves the tree as it was."""
    if os.environ.get("HJEMVEI_WRITE_ACCESSIBILITY") != "1":
        return
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
