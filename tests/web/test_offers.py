"""What a page offers, its reader may open: no link in a case leads to a refusal."""

from __future__ import annotations

import re

import pytest

from hjemvei.accounts.actor import acting_as
from hjemvei.core.errors import NotAllowed
from hjemvei.deviations.policy import can_report
from hjemvei.sharing.policy import can_take_back
from hjemvei.web.chrome import pages
from hjemvei.web.registry import address
from tests.deviations.test_actions_deviation import report
from tests.homes.factories import dwelling
from tests.needs.factories import KLOK, share
from tests.plans.test_actions_plan import goal, measure, plan
from tests.tenancies.factories import leased
from tests.tenancies.test_actions_follow_up import planned
from tests.web.factories import signed_in
from tests.world import World

PANELS = (
    "sharing:consent",
    "plans:plan",
    "tenancies:follow_up",
    "deviations:case_deviations",
    "allocation:home",
    "cases:tasks",
    "cases:people",
    "cases:dates",
    "cases:documents",
    "cases:messages",
    "cases:notices",
    "needs:housing",
    "tenancies:home",
    "tenancies:ready",
    "web:case",
)
PAGES = ("web:home", "deviations:list", "homes:list", "tenancies:today")
HREF = re.compile(r'href="(/[^"#]*)')


@pytest.fixture
def shared(world: World) -> World:
    """A case that everybody works in, with something of each kind that only some may move."""
    share(world)
    plan(world)
    measure(world, goal(world), "trondheim")
    measure(world, goal(world), None)
    report(world)
    planned(world)
    leased(world)
    return world


def key_of(world: World) -> str:
    with acting_as(world.actor("Tor")):
        return world.case(KLOK).key


@pytest.mark.parametrize("who", ["Tor", "Leif", "Ida", "Sara", "Nils", "Odd", "Hege", "Vera", "Kari"])
def test_no_link_leads_to_a_refusal(shared: World, who: str) -> None:
    client = signed_in(shared, who)
    key = key_of(shared)
    places = [address(name, key) for name in PANELS] + [address(name) for name in PAGES]
    seen, refused = set(places), set()
    for place in places:
        found = client.get(place)
        links = set(HREF.findall(found.content.decode())) - seen if found.status_code == 200 else set()
        links = {link for link in links if not link.startswith(("/static", "/konto"))}
        seen |= links
        refused |= {
            (place, link) for link in links if client.get(link.replace("&amp;", "&")).status_code == 403
        }
    assert not refused


def test_the_page_of_a_free_dwelling_leads_to_the_queue_only_those_who_may_see_it(shared: World) -> None:
    home = dwelling(shared, name="Lykkeveien 2")
    for who, offered in (("Sara", True), ("Ida", True), ("Odd", False)):
        page = signed_in(shared, who).get(address("homes:dwelling", home.key)).content.decode()
        assert "Boligen er ledig" in page and (address("allocation:queue") in page) is offered, who


def test_the_menu_names_deviations_to_those_who_have_them(world: World) -> None:
    for who in world.actors.values():
        named = address("deviations:list") in [place for _label, place in pages(who.roles)]
        assert named is bool(can_report(who)), who.name


def test_the_leader_of_the_prison_takes_no_consent_back(shared: World) -> None:
    with acting_as(shared.actor("Leif")) as leif, pytest.raises(NotAllowed):
        can_take_back(leif, shared.case(KLOK)).require()
    page = signed_in(shared, "Leif").get(address("sharing:consent", key_of(shared)))
    assert "/trekk/" not in page.content.decode()
    assert "/trekk/" in signed_in(shared, "Tor").get(page.request["PATH_INFO"]).content.decode()
