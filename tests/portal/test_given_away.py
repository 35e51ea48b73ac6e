"""A browser that staff opened for the person: the provider's session lives on, and opens nothing there."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from hjemvei.accounts.actor import acting_as
from hjemvei.accounts.models import User
from hjemvei.accounts.oidc.device import GIVEN_AWAY
from hjemvei.core import clock
from hjemvei.portal.actions.print_pack import print_pack
from tests.accounts.conftest import client_key as client_key
from tests.accounts.conftest import idp as idp
from tests.accounts.provider import Idp
from tests.accounts.test_views_provider import bound, through
from tests.needs.pages import plain_static as plain_static
from tests.portal.ways import Device, begin
from tests.world import World

OUT = "/konto/ut/"


@pytest.fixture(autouse=True)
def _two_factors(settings: Any) -> None:
    settings.MFA_REQUIRED = True


def tor(world: World) -> User:
    return User.objects.get(pk=world.actor("Tor").user_id)


def given_away(world: World, idp: Idp) -> Device:
    """Tor signs in at the provider and opens the device for the person."""
    browser = Client()
    bound(tor(world), idp)
    through(browser, idp)
    with acting_as(world.actor("Tor")) as actor:
        case = world.case("Klok Lyng")
        _pack, code = print_pack(actor=actor, case=case, language="nb", at=clock.now())
    values = {"strength": "code", "how": "", "language": "nb"}
    answer = browser.post(reverse("portal_staff:open", args=[case.key]), values)
    assert answer.headers["Location"] == OUT
    return Device(browser, "", code, case)


def test_the_providers_session_is_ended_on_the_way_to_the_persons_page(world: World, idp: Idp) -> None:
    device = given_away(world, idp)
    there = device.client.get(OUT).headers["Refresh"]
    assert there.startswith(f"0; url={idp.issuer}/logout?") and "id_token_hint=ey" in there
    assert device.client.get(OUT).headers["Location"] == "/min-side/"
    assert begin(device).get("/min-side/na/").status_code == 200
    assert "Location" not in device.client.get(OUT).headers, "once"


def test_the_person_does_not_become_staff_by_the_providers_session(world: World, idp: Idp) -> None:
    """It could not be ended, or the person is quicker: the provider must ask who is at the keyboard."""
    device = given_away(world, idp)
    person = begin(device)
    idp.claims = {"auth_time": int(clock.now().timestamp()) - 600}
    for leave in ("", "portal:out", "portal:hide"):
        if leave:
            mark = re.search(r'name="mark" value="([^"]+)"', person.get("/min-side/na/").content.decode())
            person.post(reverse(leave), {"mark": mark.group(1) if mark else ""})
        assert through(person, idp).status_code == 403
        assert (idp.asked[-1]["prompt"], idp.asked[-1]["max_age"]) == ("login", "0")
        assert person.get(f"/sak/{device.case.key}/").headers["Location"].startswith("/konto/login/")


def test_once_staff_have_signed_in_there_anew_all_is_as_before(world: World, idp: Idp) -> None:
    browser = given_away(world, idp).client
    assert through(browser, idp).headers["Location"] == "/"
    assert idp.asked[-1]["prompt"] == "login"
    assert browser.get("/saker/").status_code == 200
    browser.post(reverse("account_logout"))
    through(browser, idp)
    assert "prompt" not in idp.asked[-1]


def test_a_mark_that_we_did_not_sign_asks_anew_too(world: World, idp: Idp) -> None:
    browser = given_away(world, idp).client
    browser.cookies[GIVEN_AWAY] = "none:x"
    through(browser, idp)
    assert idp.asked[-1]["prompt"] == "login"


def test_where_the_provider_has_no_way_out_the_person_comes_straight_in(
    world: World, idp: Idp, settings: Any
) -> None:
    settings.OIDC_PROVIDERS = [{**settings.OIDC_PROVIDERS[0], "logout": False}]
    device = given_away(world, idp)
    assert device.client.get(OUT).headers["Location"] == "/min-side/"
    through(device.client, idp)
    assert idp.asked[-1]["prompt"] == "login"
