"""The second half of the road: need, application, home, release and follow-up, page by page."""

from __future__ import annotations

import re

from tests.journeys.browsing import Desk
from tests.journeys.people import Row

DWELLING = "Fjordgata 3, H0201"
WENT_WELL = "Møtte presis og laget middag"


def add_dwelling(sara: Desk) -> None:
    sara.go("/boliger/")
    sara.link("Ny bolig")
    facts = {
        "Navn": DWELLING,
        "Adresse": "Fjordgata 3",
        "Postnummer": "7010",
        "Kommunenummer": "5001",
        "Antall rom": "2",
        "Husleie i måneden, hele kroner": "7800",
    }
    for label, value in facts.items():
        sara.fill(label, value)
    sara.press("Legg til boligen")
    assert DWELLING in sara.text()


def verify_need(desk: Desk, key: str) -> None:
    """What the roll says is not enough: the risk is computed from what is verified."""
    desk.go(f"/sak/{key}/bolig/")
    assert "sagt, ikke bekreftet" in desk.text()
    assert "Vet ikke ennå" in desk.text()
    desk.link(re.compile("^Bekreft eller endre Bolig før fengsel"))
    desk.choose("Det er bekreftet")
    desk.fill("Hvor er det fra?", "Samtale og folkeregisteret")
    desk.press("Lagre svaret")
    assert "Kan stå uten bolig" in desk.text()


def apply_for_home(tor: Desk, key: str) -> None:
    tor.go(f"/bolig/sak/{key}/tildeling/")
    tor.link("Registrer søknad")
    tor.fill("Ønsker, med personens egne ord", "Et sted hvor det er rolig.")
    tor.press("Registrer søknaden")
    assert "mottatt" in tor.text()


def grant_and_offer(sara: Desk, row: Row) -> None:
    sara.go("/bolig/ko/")
    sara.link(re.compile(f"^Fatt vedtak.*{row.name}"))
    sara.choose("Innvilget")
    sara.fill("Begrunnelse", "Personen har ikke bolig ved løslatelse.")
    sara.fill("Hjelpen som gis", "Kommunal bolig med oppfølging.")
    sara.press(re.compile("vedtak"))
    assert "innvilget" in sara.text()
    sara.link("Tilby en bolig")
    sara.press("Gi tilbudet")
    assert DWELLING in sara.text()


def accept_offer(tor: Desk, key: str) -> None:
    tor.go(f"/bolig/sak/{key}/tildeling/")
    tor.link("Svar på tilbudet")
    tor.choose("Ja takk")
    tor.press("Lagre svaret")
    assert "takket ja" in tor.text()


def lease(sara: Desk, key: str) -> None:
    """Contract, keys and guarantee; rent and dates are filled in from the dwelling and the offer."""
    sara.go(f"/bolig/sak/{key}/tildeling/")
    sara.link("Skriv kontrakt")
    assert sara.labelled("Husleie i måneden, hele kroner").input_value() == "7800"
    sara.press("Kontrakten er signert")
    sara.link("Gi garanti eller depositum")
    sara.choose("kommunal garanti")
    sara.fill("Beløp, hele kroner", "23400")
    sara.press("Lagre")
    sara.link("Lever ut nøkler")
    sara.press("Nøklene er utlevert")
    assert "nøkler utlevert" in sara.text()


def release(tor: Desk, key: str) -> None:
    tor.go(f"/sak/{key}/datoer/")
    tor.link("Løslatt nå")
    tor.choose("løslatt på prøve")
    tor.press("Lagre løslatelsen")
    assert "Oppgaver" in tor.text()


def first_night(odd: Desk, key: str) -> None:
    odd.go(f"/bolig/sak/{key}/leie/")
    odd.link("Skriv hvor personen sov")
    odd.choose("egen, varig bolig")
    odd.press("Lagre")
    assert "Egen, varig bolig" in odd.text()


def plan_contacts(odd: Desk, key: str) -> None:
    odd.go(f"/bolig/sak/{key}/oppfolging/")
    odd.link("Planlegg oppfølging")
    odd.choose("Personen har sagt ja til oppfølging")
    odd.press("Planlegg kontaktene")
    assert odd.main().get_by_role("listitem").count() >= 8


def report_contact(odd: Desk, key: str) -> int:
    """Write how the next contact went; return how many have been met so far."""
    odd.go(f"/bolig/sak/{key}/oppfolging/")
    odd.link(re.compile("^Skriv hvordan det gikk"))
    odd.choose("møttes")
    odd.choose("Ja")
    odd.fill("Dette gikk bra", WENT_WELL)
    odd.press("Lagre")
    return odd.main().get_by_text("møttes", exact=True).count()
