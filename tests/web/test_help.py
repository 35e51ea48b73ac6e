"""Help is one click away from every page, and about that page; so is saying that something does not work."""

from __future__ import annotations

import re

import pytest
from django.urls import get_resolver

from hjemvei.accounts.help_pages import PAGES, VIEWS, page_help, topic_of, topics
from tests.web.factories import inside, signed_in
from tests.world import World

MAIN = {
    "/": "oversikt",
    "/saker/": "saker",
    "/sak/innboks/": "innboks",
    "/avvik/": "avvik",
    "/avtaler/": "avtale",
    "/konto/meg/": "konto",
}


@pytest.mark.parametrize(("place", "topic"), MAIN.items())
def test_each_main_page_leads_to_its_help(world: World, place: str, topic: str) -> None:
    ida = signed_in(world, "Ida")
    page = ida.get(place)
    assert page.status_code == 200, place
    found = re.search(r'class="hv-help" href="([^"]+)"', page.content.decode())
    assert found is not None and f"tema={topic}" in found.group(1)
    shown = ida.get(found.group(1).replace("&amp;", "&")).content.decode()
    text = page_help(topic)
    assert text is not None and all(str(step) in shown for step in text.steps)


def test_each_page_about_a_case_leads_to_its_help(world: World) -> None:
    case = inside(world, "Klok Lyng", days=30)
    tor = signed_in(world, "Tor")
    for part, topic in (
        ("", "sak"),
        ("datoer/", "datoer"),
        ("oppgaver/", "oppgaver"),
        ("varsler/", "varsler"),
    ):
        assert f"tema={topic}" in tor.get(f"/sak/{case.key}/{part}").content.decode()


def test_every_topic_is_reached_from_a_page() -> None:
    names = {f"{namespace}:" for namespace in get_resolver().app_dict}
    assert set(VIEWS.values()) == PAGES.keys() == {topic for topic, _title in topics()}
    assert {begins.split(":")[0] + ":" for begins in VIEWS if ":" in begins} <= names
    assert topic_of("cases:task_done") == "oppgaver" and topic_of("cases:timeline") == "sak"
    assert topic_of("ui:gallery") == "" and page_help("finnes-ikke") is None


@pytest.mark.parametrize(("name", "administers"), [("Tor", False), ("Anne", True)])
def test_the_menu_has_help_and_a_way_to_say_what_fails(world: World, name: str, administers: bool) -> None:
    menu = signed_in(world, name).get("/meny/", headers={"HX-Current-URL": "http://testserver/saker/?q=Klok"})
    text = menu.content.decode()
    assert "Hjelp" in text and "Meld fra om en feil" in text
    assert "side=%2Fsaker%2F#problem" in text and "Klok" not in text
    assert ("Brukere og roller" in text) is administers
