"""What somebody types is kept while it is typed, and is there again when the session has been lost."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.browsing import SignIn
from tests.journeys.site import Site

pytestmark = pytest.mark.journey

PAGE = "/konto/hjelp/"
LABEL = "Hva skjedde, og hva ventet du?"
TEXT = "Listen over boliger er tom etter at jeg valgte enhet"


def test_typed_text_survives_a_lost_session(site: Site, sign_in: SignIn) -> None:
    nils = sign_in("Nils")
    nils.go(PAGE)
    nils.labelled(LABEL).press_sequentially(TEXT)
    expect(nils.main().get_by_text(re.compile(r"Kladden er lagret kl\. \d\d:\d\d"))).to_be_visible()
    nils.page.context.clear_cookies()
    nils.go(PAGE)
    assert nils.page.url.startswith(f"{site.address}/konto/")
    nils.sign_in("Nils")
    nils.go(PAGE)
    assert nils.labelled(LABEL).input_value() == TEXT
    assert "Vi har tatt vare på det du skrev kl." in nils.text()
    nils.press("Forkast kladden")
    assert nils.labelled(LABEL).input_value() == ""
