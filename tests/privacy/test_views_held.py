"""What is held and who sees it: a page for everybody who is signed in, that shows nobody."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from hjemvei.accounts.actor import acting_as
from hjemvei.accounts.enums import READABLE, Role
from hjemvei.accounts.models import User
from tests.world import World


@pytest.mark.parametrize("name", ["Tor", "Ida", "Vera", "Per", "Anne", "Kari"])
def test_everybody_reads_what_is_held(sign_in: Callable[[str], Client], name: str) -> None:
    page = sign_in(name).get(reverse("privacy:held"))
    assert page.status_code == 200
    text = page.content.decode()
    assert "Fødselsnummer, D-nummer eller annet nummer" in text
    assert "boligsosialloven § 8" in text
    assert "ansatt i helsetjenesten" in text
    assert "Lyng" not in text and "Trondheim" not in text


def test_it_shows_nobody_so_nothing_is_logged(sign_in: Callable[[str], Client]) -> None:
    with CaptureQueriesContext(connection) as caught:
        sign_in("Ida").get(reverse("privacy:held"))
    assert not [query for query in caught if "audit_readlog" in query["sql"] or "persons_" in query["sql"]]


def test_it_follows_what_the_roles_may_read(
    sign_in: Callable[[str], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    client = sign_in("Ida")
    everything = frozenset(READABLE[Role.SYSTEM])
    before = client.get(reverse("privacy:held")).content.decode().count("medlem av samarbeidsutvalg")
    monkeypatch.setitem(READABLE, Role.COMMITTEE_MEMBER, everything)
    after = client.get(reverse("privacy:held")).content.decode().count("medlem av samarbeidsutvalg")
    assert after - before > 10


def test_it_is_in_the_users_language(world: World, sign_in: Callable[[str], Client]) -> None:
    User.objects.filter(pk=world.actor("Nils").user_id).update(language="en")
    assert "What we store and who sees it" in sign_in("Nils").get(reverse("privacy:held")).content.decode()


def test_the_consent_page_and_help_lead_there(world: World, sign_in: Callable[[str], Client]) -> None:
    link = f'href="{reverse("privacy:held")}"'
    assert link in sign_in("Tor").get(reverse("accounts:help")).content.decode()
    with acting_as(world.actor("Tor")):
        key = world.case("Klok Lyng").key
    assert link in sign_in("Tor").get(reverse("sharing:consent", args=[key])).content.decode()
