"""The catalogue of services: what units say of themselves, found by municipality and by what is needed."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from hjemvei.core import clock
from hjemvei.core.paging import PAGE_SIZE
from hjemvei.parties.models import ContactPoint, Unit, UnitFact
from tests.world import World

PLACE = "/enheter/tjenester/"


def say(world: World, slug: str, text: str, *, kind: str = "services", since: int = -10) -> UnitFact:
    starts_on = clock.today() + dt.timedelta(days=since)
    return UnitFact.objects.create(unit=world.unit(slug), kind=kind, text=text, starts_on=starts_on)


def test_the_coordinator_writes_it_and_the_prison_reads_it(
    world: World, sign_in: Callable[[str], Client]
) -> None:
    assert reverse("parties:services") == PLACE
    values = {"kind": "services", "text": "Råd og veiledning", "starts_on": clock.today().isoformat()}
    at_desk = reverse("parties:fact", args=["tk-koordinering"])
    assert sign_in("Ida").post(at_desk, values).status_code == 302
    assert sign_in("Oda").post(at_desk, values).status_code == 403
    tor = sign_in("Tor")
    assert PLACE in tor.get(reverse("parties:units")).content.decode()
    page = tor.get(PLACE, {"kommune": "5001"}).content.decode()
    assert "Råd og veiledning" in page and "Oslo kommune, koordinering" not in page


def test_it_is_found_by_what_is_needed_where_it_holds_today(
    world: World, sign_in: Callable[[str], Client]
) -> None:
    say(world, "tk-boligkontor", "Startlån og garanti for depositum")
    say(world, "tk-boligkontor", "Ring først", kind="how_to_ask")
    say(world, "tk-nav", "Startlån fra neste uke", since=7)
    ended = say(world, "tk-helse", "Startlån før")
    UnitFact.objects.filter(pk=ended.pk).update(ends_before=clock.today())
    ContactPoint.objects.create(
        unit=world.unit("tk-boligkontor"), purpose="Bolig", phone="73 00 00 00", starts_on=clock.today()
    )
    page = sign_in("Vera").get(PLACE, {"q": "startlån"}).content.decode()
    for text in ("Startlån og garanti", "Ring først", "73 00 00 00"):
        assert text in page
    assert "neste uke" not in page and "Startlån før" not in page
    assert "tk-helse" in sign_in("Vera").get(PLACE, {"q": "helse- og"}).content.decode()


def test_who_says_what_it_offers_comes_first_on_every_page(
    world: World, sign_in: Callable[[str], Client]
) -> None:
    say(world, "tk-oppfolging", "Følge hjem")
    desk = world.unit("ok-koordinering")
    for name in ("Østlig", "Østre"):
        Unit.objects.create(
            slug=name.replace("Ø", "o"),
            name=name,
            kind="health",
            controller=desk.controller,
            municipality_id=desk.municipality_id,
        )
    tor, seen = sign_in("Tor"), list[str]()
    page = tor.get(PLACE).content.decode()
    assert "Følge hjem" in page and page.index("oppfølgingstjenesten") < page.index("Alna")
    while found := re.search(r'href="([^"]*after=[^"]*)"[^>]*>\s*Neste', page):
        seen += re.findall(r'href="/enheter/([\w-]+)/">', page)
        page = tor.get(unescape(found[1])).content.decode()
    seen += re.findall(r'href="/enheter/([\w-]+)/">', page)
    assert len(seen) > PAGE_SIZE and seen.count("tk-oppfolging") == 1 and seen.count("tk-nav") == 1


@pytest.mark.parametrize("asked", [{"kommune": "0000"}, {"q": "x" * 90}, {"kommune": "5001", "q": "%_'"}])
def test_nonsense_is_no_error(world: World, sign_in: Callable[[str], Client], asked: dict[str, str]) -> None:
    assert sign_in("Tor").get(PLACE, asked).status_code == 200
    assert sign_in("Tor").get(PLACE, {"after": "tull"}).status_code == 409


def test_it_asks_the_same_however_many(world: World, sign_in: Callable[[str], Client]) -> None:
    client = sign_in("Tor")
    client.get(PLACE)
    counts = []
    for slugs in (["tk-boligkontor"], ["tk-nav", "tk-helse"]):
        for slug in slugs:
            say(world, slug, "Noe")
        with CaptureQueriesContext(connection) as asked:
            client.get(PLACE)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_nobody_reads_without_signing_in(client: Client, world: World) -> None:
    assert client.get(PLACE).status_code == 302
