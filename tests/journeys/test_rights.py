"""A right in a browser: asked for by word of mouth, written down, answered by the privacy officer; every page
of it through axe, on a telephone, in both schemes.
"""

from __future__ import annotations

import re

import pytest

from tests.journeys.axe import NARROW, Found, look, look_at_refusal
from tests.journeys.browsing import Desk, SignIn
from tests.journeys.road import walk
from tests.journeys.site import Site

pytestmark = pytest.mark.journey


def test_rights_are_asked_for_and_answered(site: Site, sign_in: SignIn) -> None:
    base = f"/rettigheter/sak/{walk(site, sign_in).key}/"
    found: list[Found] = []
    ida = sign_in("Ida", width=NARROW)

    def seen(desk: Desk, address: str, who: str) -> None:
        found.extend(look(desk, address, who=who, width=NARROW))

    seen(ida, base, "Ida")
    for form in ("innsyn/", "forslag/", "stans/", "retting/"):
        seen(ida, base + form, "Ida")
    found += look_at_refusal(ida, f"{base}retting/", who="Ida", width=NARROW)
    ida.go(f"{base}innsyn/")
    ida.choose("muntlig")
    ida.press("Skriv ned kravet")
    ida.go(f"{base}retting/")
    ida.choose("muntlig")
    ida.select("Hva slags opplysning er det?", "Bolig")
    ida.fill("Står det ikke i listen? Skriv hva som står", "Ingen bolig etter løslatelse.")
    ida.fill("Hva sier personen er riktig?", "Jeg kan bo hos søsteren min.")
    ida.press("Skriv det ned")
    ida.go(f"{base}forslag/")
    ida.choose("levere til arkivet og slette her")
    ida.fill("Hvorfor?", "Personen ønsker det.")
    ida.press("Send forslaget")
    seen(ida, base, "Ida")
    ida.link(re.compile(r"Svar\s*: Ingen bolig"))
    seen(ida, ida.page.url.removeprefix(ida.address), "Ida")
    rut = sign_in("Rut", width=NARROW)
    seen(rut, "/rettigheter/", "Rut")
    for link in ("svar", "forslag"):
        rut.go("/rettigheter/")
        rut.main().locator(f"a[href*='/rettigheter/{link}/']").first.click()
        seen(rut, rut.page.url.removeprefix(rut.address), "Rut")
    assert not found, "\n".join(map(str, found))
