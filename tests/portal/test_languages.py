"""Every page of the person's in their language: Arabic has other letters, so what nobody marked shows."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from hjemvei.accounts.actor import acting_as
from hjemvei.accounts.models import User
from hjemvei.parties.models import Unit
from hjemvei.portal.enums import Strength
from hjemvei.sharing.models import Case, Consent
from tests.cases.cooperation_factories import consent_to, notify
from tests.cases.factories import agree
from tests.cases.test_follow_versions import apply
from tests.portal.ways import inside, mark_of
from tests.world import World

PAGES = (
    *("home", "dates", "dwelling", "looks", "plan", "own_words", "goal", "consents", "give"),
    *("messages", "corrections", "victories", "complaints", "rights", "erase", "agreement"),
)
OF_THEIR_OWN = re.compile(
    r'<head>.*?</head>|<script.*?</script>|<section lang="nb".*?</section>|'
    r'<bdi>.*?</bdi>|<[^>]* lang="\w\w"[^>]*>[^<]*|\([^()]*\)|<[^>]*>',
    re.S,
)
"""Names, what people write, a Norwegian text that says so, other languages' names, and Norwegian
names of law and offices in brackets.
"""
WORD = re.compile(r"[A-Za-zÆØÅæøå]{2,}")
KNOWN = {"PIN", "PDF"}


def left_over(page: str) -> set[str]:
    for unit in Unit.objects.values_list("name", flat=True):
        page = page.replace(str(unit), "")
    return set(WORD.findall(OF_THEIR_OWN.sub(" ", page))) - KNOWN


def filled(world: World) -> tuple[Case, Consent]:
    """A case under an agreement, with a consent, somebody who has looked, and what the person has said."""
    agree(world)
    with acting_as(world.actor("Tor")) as tor:
        case = apply(world)
        consent = consent_to(world, tor, case, "tk-koordinering")
        notify(world, tor, case)
    ida = Client()
    ida.force_login(User.objects.get(email="ida@example.test"))
    session = ida.session
    session["second_factor"] = True
    session.save()
    assert ida.get(f"/sak/{case.key}/").status_code == 200
    return case, consent


@pytest.mark.parametrize("strength", [Strength.CODE, Strength.ATTENDED])
def test_nothing_norwegian_is_left_on_an_arabic_page(world: World, strength: Strength) -> None:
    case, consent = filled(world)
    client = inside(world, case=case, strength=strength, language="ar")
    client.post(reverse("portal:goal"), {"mark": mark_of(client), "area": "housing", "text": "بيت"})
    client.post(reverse("portal:victories"), {"mark": mark_of(client), "body": "خير"})
    word = {
        "mark": mark_of(client),
        "to_unit": str(world.unit("trondheim").pk),
        "body": "لا",
        "about": "لا",
        "info_class": "3",
    }
    client.post(reverse("portal:see_all"), {"mark": mark_of(client)})
    for name in ("corrections", "complaints", "erase"):
        assert client.post(reverse(f"portal:{name}"), word).status_code == 302
    found: dict[str, set[str]] = {}
    for name in PAGES:
        found[name] = left_over(client.get(reverse(f"portal:{name}")).content.decode())
        found[f"{name}, sent empty"] = left_over(
            client.post(reverse(f"portal:{name}"), {"mark": mark_of(client)}).content.decode()
        )
    for name in ("narrow", "withdraw"):
        path = reverse(f"portal:{name}", args=[consent.key])
        found[name] = left_over(client.get(path).content.decode())
    assert {name: words for name, words in found.items() if words} == {}
    norwegian = inside(world, "Tapper Foss").get(reverse("portal:home")).content.decode()
    assert len(left_over(norwegian)) > 30
