"""axe on the pages that people work in, for the role that has them: `test_every_page` in small."""

from __future__ import annotations

import pytest

from tests.journeys.axe import NARROW, Found, look, look_at_refusal
from tests.journeys.browsing import SignIn
from tests.journeys.road import wait_at_the_inbox, walk
from tests.journeys.site import Site

pytestmark = pytest.mark.journey

PAGES = {
    "Siv": (
        "/",
        "/saker/",
        "/saker/filtre/",
        "/lister/",
        "/sak/{waiting}/",
        "/sak/{waiting}/samtykke/nytt/",
        "/sak/{waiting}/samtykke/skjema/",
        "/sak/{waiting}/datoer/",
        "/sak/{waiting}/oppgaver/",
        "/sak/{waiting}/ansvar/kommune/",
    ),
    "Ida": (
        "/",
        "/sak/innboks/",
        "/sak/{key}/",
        "/sak/{key}/plan/",
        "/sak/{key}/varsler/",
        "/sak/{key}/ansvar/",
        "/sak/{key}/ansvar/fordel/",
        "/avvik/",
        "/konto/meg/",
    ),
    "Sara": ("/", "/bolig/ko/", "/boliger/ny/", "/sak/{key}/bolig/", "/bolig/sak/{key}/leie/"),
    "Odd": ("/", "/bolig/i-dag/", "/bolig/sak/{key}/oppfolging/"),
    "Per": (
        "/",
        "/konto/andre-faktor/",
        "/konto/2fa/",
        "/konto/2fa/totp/activate/",
        "/konto/2fa/webauthn/add/",
    ),
    "Anne": ("/", "/konto/brukere/ny/"),
    "": ("/konto/login/", "/konto/invitasjon/brukt/", "/finnes-ikke/"),
}
REFUSED = {
    "Siv": ("/sak/{waiting}/samtykke/nytt/", "/sak/{waiting}/meldinger/", "/lister/"),
    "Sara": ("/boliger/ny/",),
    "Anne": ("/konto/brukere/ny/",),
}
"""Forms sent with what they ask for left out; in the dark too, on a telephone."""
DARK_AND_NARROW = {
    "Ida": ("/", "/saker/", "/sak/{key}/", "/sak/innboks/"),
    "Siv": ("/sak/{waiting}/samtykke/nytt/",),
}


@pytest.fixture
def keys(site: Site, sign_in: SignIn) -> dict[str, str]:
    return {"key": walk(site, sign_in).key, "waiting": wait_at_the_inbox(site, sign_in)[1]}


def test_no_page_has_a_violation(sign_in: SignIn, keys: dict[str, str]) -> None:
    found: list[Found] = []
    for who, addresses in PAGES.items():
        desk = sign_in(who)
        for address in addresses:
            found += look(desk, address.format(**keys), who=who, width=1280, schemes=["light"])
    assert not found, "\n".join(map(str, found))


def test_none_where_a_form_tells_what_is_wrong(sign_in: SignIn, keys: dict[str, str]) -> None:
    found: list[Found] = []
    for who, addresses in REFUSED.items():
        desk = sign_in(who, width=NARROW)
        for address in addresses:
            found += look_at_refusal(desk, address.format(**keys), who=who, width=NARROW)
    assert not found, "\n".join(map(str, found))


def test_none_in_the_dark_on_a_phone(sign_in: SignIn, keys: dict[str, str]) -> None:
    found: list[Found] = []
    for who, addresses in DARK_AND_NARROW.items():
        desk = sign_in(who, width=NARROW)
        for address in addresses:
            found += look(desk, address.format(**keys), who=who, width=NARROW, schemes=["dark"])
    assert not found, "\n".join(map(str, found))
