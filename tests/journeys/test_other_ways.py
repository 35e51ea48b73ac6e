"""The ways that are not straight: a no, a yes taken back, an unplanned release, a browser without scripts."""

from __future__ import annotations

import re

import pytest

from tests.journeys import steps
from tests.journeys.browsing import Desk, SignIn
from tests.journeys.people import Row, on_remand
from tests.journeys.road import others
from tests.journeys.site import Site

pytestmark = pytest.mark.journey

DONE = re.compile("^Gjort.*Hold innkomstsamtale")


@pytest.fixture
def siv(site: Site, sign_in: SignIn) -> Desk:
    desk = sign_in("Siv")
    steps.load_roll(desk, site)
    return desk


def test_a_no_leaves_the_prison_planning_and_tells_the_municipality_nothing(
    site: Site, siv: Desk, sign_in: SignIn
) -> None:
    row = others(site)[1]
    key = steps.find(siv, row)
    siv.go(f"/sak/{key}/samtykke/nytt/")
    siv.choose("Personen sier nei")
    siv.press("Lagre svaret")
    assert "Personen har sagt nei" in siv.text()
    siv.go(f"/sak/{key}/")
    assert "Start framtidsplanen" in siv.text()
    assert "Send varsel" not in siv.text()
    _sees_nothing(sign_in("Ida"), row, key)


def test_a_yes_taken_back_ends_at_the_next_request(site: Site, siv: Desk, sign_in: SignIn) -> None:
    """What was handed over is gone; the receiver keeps the notice that it was sent, for its archive. A
    colleague in another unit of the receiver is told whose it is, and nothing of it (ADR-0017).
    """
    row = others(site)[2]
    key = steps.find(siv, row)
    steps.give_consent(siv, key)
    steps.send_notice(siv, key)
    ida, sara = sign_in("Ida"), sign_in("Sara")
    release = f"{row.release_on:%d.%m.%Y}"
    ida.go(f"/sak/{key}/")
    assert release in ida.text()
    siv.go(f"/sak/{key}/samtykke/")
    siv.link("Trekk")
    siv.press("Trekk")
    assert "Ingenting deles nå" in siv.text()
    for path in (f"/sak/{key}/", f"/sak/{key}/datoer/", "/sak/innboks/"):
        ida.go(path)
        assert release not in ida.page.content()
    assert row.name not in ida.text()
    ida.go(f"/sak/{key}/")
    assert "Begrenset innsyn" in ida.text()
    _sees_nothing(sara, row, key, status=403)


def test_remand_that_ends_today_takes_two_clicks_to_write_down(site: Site, siv: Desk) -> None:
    key = steps.find(siv, on_remand(site.roll))
    siv.link("Se og endre datoer")
    siv.link("Løslatt nå")
    siv.choose("frifunnet eller løslatt fra varetekt")
    siv.press("Lagre løslatelsen")
    assert "Gi personen pakken til løslatelse" in siv.text()
    siv.go(f"/sak/{key}/historikk/")
    assert "løslatt" in siv.text().lower()


def test_without_scripts_everything_that_matters_works(site: Site, siv: Desk, sign_in: SignIn) -> None:
    """The list, the case page with its panels in it and as pages of their own, the consent form, a task."""
    plain = sign_in("Siv", java_script_enabled=False)
    key = steps.find(plain, others(site)[3])
    plain.link("Historikk")
    assert "Historikk" in plain.text()
    steps.give_consent(plain, key)
    plain.go(f"/sak/{key}/oppgaver/")
    plain.press(DONE)
    assert "Oppgaver" in plain.text()
    assert not plain.main().get_by_role("button", name=DONE).count()


def _sees_nothing(ida: Desk, row: Row, key: str, *, status: int = 404) -> None:
    assert ida.go(f"/sak/{key}/") == status
    assert row.name not in ida.page.content()
    for path in ("/", "/sak/innboks/", f"/saker/?q={row.name.split()[0]}"):
        ida.go(path)
        assert row.name not in ida.text()
