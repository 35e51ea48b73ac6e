"""Every page and paper about consent says that nothing hangs on the answer; nothing is ticked beforehand."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from hjemvei.accounts.actor import acting_as
from hjemvei.portal.urls import urlpatterns as of_the_person
from hjemvei.sharing.models import Case, Consent
from hjemvei.sharing.urls import urlpatterns as of_staff
from tests.cases.cooperation_factories import consent_to, inside
from tests.cases.test_cooperation_views import sign_in
from tests.exchange.letters import words, write
from tests.portal.ways import inside as on_own_page
from tests.world import World

FREE = re.compile(r"(påvirker ikke|betyr ingenting for) permisjon eller prøveløslatelse")
STAFF = {"consent", "new", "paper", "widen", "extend", "narrow", "withdraw"}
PERSON = {"consents", "give", "narrow", "withdraw"}
NOT_ASKED = {"open", "tell", "hide", "number", "message", "read_message", "refuse"}
"""No page of its own, or not about consent."""


@pytest.fixture(autouse=True)
def one_factor(settings: Any) -> None:
    settings.MFA_REQUIRED = False


@pytest.fixture
def given(world: World) -> tuple[Case, Consent]:
    with acting_as(world.actor("Tor")) as tor:
        case = inside(world)
        return case, consent_to(world, tor, case, "tk-koordinering")


def pages_of(patterns: list[Any], space: str, wanted: set[str], keys: dict[str, str]) -> list[str]:
    """The addresses of the named pages, with the keys that each takes."""
    found = []
    for entry in patterns:
        if entry.name in wanted:
            takes = re.findall(r"<\w+:(\w+)>", str(entry.pattern))
            found.append(reverse(f"{space}:{entry.name}", kwargs={name: keys[name] for name in takes}))
    assert len(found) == len(wanted)
    return found


def test_every_page_is_here_or_said_to_be_none_about_consent() -> None:
    assert {entry.name for entry in of_staff} == STAFF | (NOT_ASKED - {"refuse"})
    about = {entry.name for entry in of_the_person if "samtykker" in str(entry.pattern)}
    assert about == PERSON | {"refuse"}


def test_every_page_says_that_nothing_hangs_on_the_answer(world: World, given: tuple[Case, Consent]) -> None:
    case, consent = given
    keys = {"key": case.key, "consent_key": consent.key}
    clients: list[tuple[Client, list[str]]] = [
        (sign_in(world, "Tor"), pages_of(of_staff, "sharing", STAFF, keys)),
        (on_own_page(world, case=case), pages_of(of_the_person, "portal", PERSON, keys)),
    ]
    silent = []
    for client, addresses in clients:
        for address in addresses:
            answer = client.get(address)
            assert answer.status_code == 200, address
            silent += [] if FREE.search(answer.content.decode()) else [address]
    assert silent == []


@pytest.mark.parametrize("kind", ["form", "consent", "withdrawal"])
def test_so_does_every_paper(kind: str) -> None:
    assert FREE.search(words(write(kind)))


def test_the_form_on_paper_asks_both_ways_in_the_persons_words() -> None:
    said = words(write("form"))
    assert "Kommunen kan fortelle fengselet om bolig og hva de gjør for meg" in said
    assert "Å finne bolig og hjelp før du slipper ut, og følge deg opp etterpå." in said
    assert "Noen få ganger krever eller tillater en lov at de sier fra." in said
    assert {"Ja", "Nei", "Vitne, hvis svaret er muntlig"} <= set(said.splitlines()) or "Nei" in said


def test_whoever_makes_the_form_has_asked_and_it_is_in_the_persons_language(world: World) -> None:
    with acting_as(world.actor("Tor")):
        case = inside(world)
    tor, address = sign_in(world, "Tor"), f"/sak/{case.key}/samtykke/skjema/"
    page = tor.get(address).content.decode()
    assert "Lag skjemaet" in page and "☐" not in page
    assert tor.post(address, {"once": "p" * 20, "language": "xx"}).status_code == 422
    assert tor.post(address, {"once": "q" * 20, "language": "pl"}).status_code == 302
    with acting_as(world.actor("Tor")):
        row = Consent.objects.get(case=case)
        assert (row.state, row.form, row.language) == ("asked", "paper", "pl")
    page = tor.get(address).content.decode()
    pdf = f"/sak/{case.key}/samtykke/{row.key}/skjema.pdf"
    assert f'href="{pdf}"' in page and "Last ned skjemaet (polsk)" in page
    assert tor.get(pdf).content.startswith(b"%PDF")


def test_nothing_is_ticked_before_somebody_has_said_it(world: World) -> None:
    with acting_as(world.actor("Tor")):
        case = inside(world)
    staff = sign_in(world, "Tor").get(f"/sak/{case.key}/samtykke/nytt/").content.decode()
    own = on_own_page(world, case=case).get("/min-side/samtykker/nytt/").content.decode()
    for page in (staff, own):
        boxes = re.findall(r'<input type="checkbox"[^>]*>', page)
        assert len(boxes) > 8 and not [box for box in boxes if "checked" in box]
    assert "De skal bare bruke det til å hjelpe deg" in own
