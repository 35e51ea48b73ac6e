"""The person's own page, from paper to a consent taken back: in Polish and in Arabic, with axe beside."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from hjemvei.accounts.enums import InfoClass
from hjemvei.ui.languages import long_day
from tests.exchange.letters import unpacked
from tests.journeys import steps
from tests.journeys.axe import NARROW, Found, look
from tests.journeys.browsing import Desk, SignIn
from tests.journeys.people import Row, people
from tests.journeys.road import others
from tests.journeys.site import Site

pytestmark = pytest.mark.journey

PIN = "481902"
CODE = re.compile(r"[2-9A-Z]{4}-[2-9A-Z]{4}")
PAGES = (
    *("/min-side/na/", "/min-side/datoer/", "/min-side/hjem/", "/min-side/plan/", "/min-side/plan/mal/"),
    *("/min-side/samtykker/", "/min-side/samtykker/nytt/", "/min-side/hvem-har-sett/", "/min-side/rett/"),
    *("/min-side/bra/", "/min-side/klage/", "/min-side/rettigheter/", "/min-side/rettigheter/slett/"),
    "/min-side/avtalen/",
)


SIDES = """section => {
  const words = document.createRange();
  words.selectNodeContents(section.querySelector("h3"));
  const inner = words.getBoundingClientRect(), outer = section.getBoundingClientRect();
  return inner.left - outer.left < outer.right - inner.right ? "ltr" : "rtl";
}"""
"""From which side the heading begins, as the browser has drawn it."""


def code_on(pdf: bytes) -> str:
    """The code as the paper's fonts say it: each font tells which letter a glyph stands for."""
    text = unpacked(pdf).decode("latin-1")
    blocks = re.findall(r"\bBT\b(.*?)\bET\b", text, re.DOTALL)
    lines = ["".join(strings_in(block)) for block in blocks]
    for table in re.findall(r"begincmap.*?endcmap", text, re.DOTALL):
        pairs = re.findall(r"<([0-9A-Fa-f]{4})>\s*<([0-9A-Fa-f]{4})>\s*$", table, re.MULTILINE)
        letters = {
            chr(int(glyph, 16) >> 8) + chr(int(glyph, 16) & 255): chr(int(to, 16)) for glyph, to in pairs
        }
        said = "\n".join(
            "".join(letters.get(line[n : n + 2], " ") for n in range(0, len(line), 2)) for line in lines
        )
        found = CODE.search(said)
        if found:
            return found.group()
    raise AssertionError("no code on the paper")


PART = re.compile(r"\\([0-7]{3}|.)|([()])|(.)", re.DOTALL)
NAMED = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f"}


def strings_in(block: str) -> list[str]:
    """What stands in brackets, which nest; signs stand by number, by a letter, or as themselves."""
    found: list[str] = []
    depth = 0
    for escaped, bracket, plain in PART.findall(block):
        if bracket == ")":
            depth -= 1
        if depth:
            number = len(escaped) == 3
            found.append(chr(int(escaped, 8)) if number else NAMED.get(escaped, escaped) or bracket or plain)
        if bracket == "(":
            depth += 1
    return found


def somebody(site: Site, place: int) -> Row:
    """From the end of the list, where no other journey looks; by a name that nobody else has."""
    names = Counter(row.name for row in people(site.roll))
    return [row for row in others(site) if names[row.name] == 1][-place]


def open_for(desk: Desk, key: str, language: str) -> None:
    """Staff print the paper and open their machine; the person types what stands on it."""
    desk.go(f"/sak/{key}/min-side/")
    desk.main().get_by_label("Språket på papiret").select_option(language)
    with desk.page.expect_download() as paper:
        desk.main().get_by_role("button", name="Skriv ut pakke").click()
    code = code_on(Path(paper.value.path()).read_bytes())
    desk.go(f"/sak/{key}/min-side/")
    desk.main().get_by_label("Språket på siden").select_option(language)
    desk.press("Åpne for personen")
    desk.page.locator("input[name=code]").fill(code)
    desk.page.locator("input[name=pin]").fill(PIN)
    desk.page.locator("input[name=pin_again]").fill(PIN)
    send(desk)
    assert desk.page.url.endswith("/min-side/na/")


def send(desk: Desk) -> None:
    """The page's own form, not the ones that hide, leave or speak another language."""
    with desk.page.expect_navigation():
        desk.page.locator("main form:not([action]) button[type=submit]").click()


def sees_release(desk: Desk, key: str, row: Row) -> bool:
    """Whether the case tells when the person leaves; a unit that keeps its own part still has the page."""
    day = row.release_on
    assert day is not None
    status = desk.go(f"/sak/{key}/")
    said = desk.text()
    return status == 200 and (long_day(day, "nb") in said or f"{day:%d.%m.%Y}" in said)


@pytest.mark.parametrize(("language", "place", "direction"), [("pl", 1, "ltr"), ("ar", 2, "rtl")])
def test_a_person_gives_a_consent_takes_it_back_and_sees_who_has_looked(
    site: Site, sign_in: SignIn, language: str, place: int, direction: str
) -> None:
    siv = sign_in("Siv")
    steps.load_roll(siv, site)
    row = somebody(site, place)
    key = steps.find(siv, row)
    open_for(siv, key, language)
    html = siv.page.locator("html")
    assert (html.get_attribute("lang"), html.get_attribute("dir")) == (language, direction)
    siv.page.locator("a[href='/min-side/avtalen/']").first.click()
    told = siv.page.locator("main section").first
    assert (told.get_attribute("lang"), told.evaluate(SIDES)) == (language, direction)
    siv.go("/min-side/samtykker/nytt/")
    siv.page.locator("input[name=receivers]").first.check()
    for shared in (InfoClass.CUSTODY, InfoClass.HOUSING, InfoClass.COORDINATION):
        siv.page.locator(f"input[name=classes][value='{shared.value}']").check()
    siv.page.locator("input[name=months][value='6']").check()
    send(siv)
    assert siv.page.locator("a[href$='/trekk/']").count() == 1
    steps.send_notice(sign_in("Siv"), key)
    ida = sign_in("Ida")
    assert sees_release(ida, key, row)
    siv.page.locator("a[href$='/trekk/']").click()
    send(siv)
    assert siv.page.locator("a[href$='/trekk/']").count() == 0
    assert not sees_release(ida, key, row)
    siv.go("/min-side/hvem-har-sett/")
    assert siv.page.locator(".mine-list > li").count() > 0
    siv.page.keyboard.press("Escape")
    siv.page.wait_for_url("**/klokka/")
    assert "Klokka" in siv.page.title()
    siv.go("/min-side/na/")
    assert siv.page.url.endswith("/min-side/lukket/")


def test_axe_finds_nothing_on_the_persons_pages(site: Site, sign_in: SignIn) -> None:
    found: list[Found] = []
    for width, language, place in ((1280, "nb", 3), (NARROW, "ar", 4)):
        siv = sign_in("Siv", width=width)
        steps.load_roll(siv, site)
        key = steps.find(siv, somebody(site, place))
        found += look(siv, f"/sak/{key}/min-side/", who="Siv", width=width)
        found += look(sign_in("", width=width), "/min-side/", who="nobody", width=width)
        open_for(siv, key, language)
        for page in PAGES:
            found += look(siv, page, who=f"person {language}", width=width)
    assert [str(one) for one in found] == []
