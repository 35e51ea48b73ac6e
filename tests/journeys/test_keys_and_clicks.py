"""A main task with the keyboard alone, and impatient hands: pressed twice is done once."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import steps
from tests.journeys.browsing import SignIn
from tests.journeys.road import others
from tests.journeys.site import Site

pytestmark = pytest.mark.journey

FOCUS = """() => {
  const it = document.activeElement, choice = it.type == "radio" || it.type == "checkbox";
  const style = getComputedStyle(choice ? it.parentElement : it);
  const label = it.labels && it.labels.length ? it.labels[0].innerText : "";
  const name = (it.getAttribute("aria-label") || label || it.innerText || "").trim();
  const seen = style.outlineStyle != "none" || style.boxShadow != "none";
  return [name.replace(/\\s+/g, " "), seen];
}"""
MOST_TABS = 150


def test_a_consent_is_written_down_with_the_keyboard_alone(site: Site, sign_in: SignIn) -> None:
    steps.load_roll(sign_in("Siv"), site)
    row = others(site)[4]
    desk = sign_in("")
    page = desk.page
    desk.go("/konto/demo/")
    _enter(page, "Logg inn som Siv Prøve")
    _tab_to(page, "Navn eller nummer")
    page.keyboard.type(row.name)
    _press(page)
    for name in (row.name, "Samtykke", "Spør om samtykke"):
        _enter(page, name)
    for choice in ("Personen sier ja", steps.COORDINATION):
        _tab_to(page, choice)
        page.keyboard.press("Space")
    _enter(page, "Lagre svaret")
    assert steps.COORDINATION in desk.text()
    assert "gitt" in desk.text()


@pytest.mark.parametrize(("scripts", "number"), [(True, 5), (False, 6)], ids=["scripts", "plain"])
def test_a_notice_sent_with_a_double_click_is_sent_once(
    site: Site, sign_in: SignIn, scripts: bool, number: int
) -> None:
    siv = sign_in("Siv", java_script_enabled=scripts)
    steps.load_roll(siv, site)
    key = steps.find(siv, others(site)[number])
    steps.give_consent(siv, key)
    siv.go(f"/sak/{key}/varsler/")
    siv.link("Send varsel")
    siv.main().get_by_role("button", name="Send varselet").dblclick()
    expect(siv.page).to_have_url(re.compile(r"/varsler/$"))
    siv.go(f"/sak/{key}/varsler/")
    assert siv.main().get_by_text("Bekreftes innen").count() == 1


def _enter(page: Page, name: str) -> None:
    """Tab to what has this name, and press Enter: another page answers."""
    _tab_to(page, name)
    _press(page)


def _press(page: Page) -> None:
    with page.expect_navigation():
        page.keyboard.press("Enter")


def _tab_to(page: Page, name: str) -> None:
    passed = []
    for _turn in range(MOST_TABS):
        page.keyboard.press("Tab")
        found, seen = page.evaluate(FOCUS)
        passed.append(found)
        if found == name:
            assert seen, f"the focus on {name} is not seen"
            return
    raise AssertionError(f"{name} is not among the stops: {passed}")
