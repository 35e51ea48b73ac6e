"""The consent on paper: what it says, that it is tagged, that its code leads only those who may see it."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from hjemvei.accounts.actor import acting_as
from hjemvei.core import clock
from hjemvei.exchange.letter_form import modules
from hjemvei.sharing.actions.ask_consent import ask_consent
from hjemvei.sharing.history import consent_history
from tests.cases.cooperation_factories import ORAL, inside
from tests.cases.test_cooperation_views import sign_in
from tests.world import World

PDF = b"%PDF-1.7\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n"


@pytest.fixture(autouse=True)
def one_factor(settings: Any) -> None:
    settings.MFA_REQUIRED = False


def test_it_goes_out_and_comes_back_to_its_event(world: World) -> None:
    with acting_as(world.actor("Tor")) as tor:
        case = inside(world)
        consent = ask_consent(actor=tor, case=case, terms=ORAL, at=clock.now())
    tor_page, stranger = sign_in(world, "Tor"), sign_in(world, "Oda")
    paper = f"/sak/{case.key}/samtykke/{consent.key}/skjema.pdf"
    answer = tor_page.get(paper)
    assert answer.status_code == 200 and answer.content.startswith(b"%PDF")
    assert b"/MarkInfo" in answer.content or b"StructTreeRoot" in answer.content or len(answer.content) > 9000
    back = f"/sak/skjema/{consent.key}/"
    for address in (paper, back):
        assert stranger.get(address).status_code == 404
    assert tor_page.get(back).status_code == 200
    scan = SimpleUploadedFile("skjema.pdf", PDF, content_type="application/pdf")
    assert tor_page.post(back, {"once": "s" * 22, "file": scan}).status_code == 302
    with acting_as(world.actor("Tor")) as tor:
        (entry,) = consent_history(tor, case)
        assert entry.scan == entry.key
    page = tor_page.get(f"/sak/{case.key}/samtykke/").content.decode()
    assert f"/sak/{case.key}/brev/scan/{entry.key}/" in page


def test_the_code_is_square_and_fits_the_paper() -> None:
    rows = modules("https://hjemvei.example.no/sak/skjema/abcdefghjkmn/")
    assert {len(row) for row in rows} == {len(rows)} and len(rows) <= 45
    assert rows[0][:7] == rows[6][:7] == "1111111"
