"""What each party does on the road, page by page; each step ends on the page that shows what it did."""

from __future__ import annotations

import re
import time

from tests.journeys.browsing import Desk
from tests.journeys.people import Row
from tests.journeys.seed import last_monday, today_in_norway
from tests.journeys.site import Site

COORDINATION = "Trondheim kommune, koordinering"
HOUSING = "Trondheim kommune, boligkontoret"
FOLLOW_UP = "Trondheim kommune, oppfølgingstjenesten"
PRISON = "Trondheim fengsel, Tunga"
TOGETHER = "Samarbeid: varsler, oppgaver og meldinger"
SHARED = ("Datoer for opphold og løslatelse", "Bolig", TOGETHER, "Samtykker")
QUESTION = "Har personen bankkonto og legitimasjon?"
ANSWER = "Ja, begge deler er i orden."
SECONDS_TO_ANSWER = 60.0


def load_roll(siv: Desk, site: Site) -> None:
    """Upload, look, apply. A second call finds the roll applied and does nothing."""
    siv.go("/lister/")
    if siv.main().get_by_text("tatt i bruk", exact=True).count():
        return
    siv.day("Listen gjelder for", last_monday(today_in_norway()))
    siv.labelled("Fil").set_input_files(site.roll)
    siv.press("Les filen og vis endringene")
    assert "124 rader" in siv.text()
    assert siv.main().get_by_role("row").count() > 20
    siv.press("Ta i bruk")
    assert "Listen er tatt i bruk" in siv.text()


def find(desk: Desk, row: Row) -> str:
    """By the list's own search; return the key of the case."""
    desk.go("/saker/")
    desk.fill("Navn eller nummer", row.name)
    desk.press("Vis")
    desk.main().get_by_role("rowheader", name=row.name).get_by_role("link").click()
    desk.page.wait_for_url(re.compile(r"/sak/\w+/$"))
    return desk.page.url.rstrip("/").rsplit("/", 1)[1]


def appoint_officer(siv: Desk, key: str) -> None:
    siv.go(f"/sak/{key}/ansvar/")
    siv.link("Utpek kontaktbetjent")
    siv.select("Hvem?", "Tor Prøve")
    siv.press("Utpek")
    assert "Tor Prøve" in siv.text()


def give_consent(siv: Desk, key: str) -> None:
    """The agreement's units stand first; nothing is ticked before the person has said it."""
    siv.go(f"/sak/{key}/samtykke/")
    siv.link("Spør om samtykke")
    siv.choose("Personen sier ja")
    back = siv.main().get_by_role("group", name="Hva kan mottakerne dele tilbake?")
    for what in ("Bolig", "Økonomi", TOGETHER):
        back.get_by_label(what, exact=True).check()
    for unit in (COORDINATION, HOUSING, FOLLOW_UP):
        assert not siv.labelled(unit).is_checked()
        siv.labelled(unit).check()
    shared = siv.main().get_by_role("group", name="Hva kan deles, i tillegg til navnet?")
    for what in SHARED:
        shared.get_by_label(what, exact=True).check()
    siv.fill("Vitne til et muntlig svar", "Tor Multemyr")
    siv.press("Lagre svaret")
    assert HOUSING in siv.text()


def propose_municipality(siv: Desk, key: str) -> None:
    """What the roll says of the stay is filled in; how sure that is, a human says."""
    siv.go(f"/sak/{key}/ansvar/kommune/")
    assert siv.labelled("Hvor oppholdt personen seg før fengselet?").input_value() == "5001"
    siv.select("Hvor sikkert er oppholdet?", "Sannsynliggjort")
    siv.press("Foreslå")
    assert "Trondheim" in siv.text()


def send_notice(siv: Desk, key: str) -> None:
    siv.go(f"/sak/{key}/varsler/")
    siv.link("Send varsel")
    assert siv.labelled("Mottaker").locator("option:checked").inner_text() == COORDINATION
    siv.press("Send varselet")
    assert "Bekreftes innen" in siv.text()


def acknowledge(ida: Desk, row: Row) -> None:
    ida.go("/sak/innboks/")
    line = ida.main().get_by_role("listitem").filter(has_text=row.name).first
    with ida.page.expect_navigation():
        line.get_by_role("button", name="Bekreft").click()
    assert "mottak bekreftet" in ida.text()


def share_back(ida: Desk) -> None:
    """From the receipt's own page: the person has said yes to it, the municipality opens it."""
    ida.link("Del tilbake")
    ida.press(re.compile(f"^Gi tilgang til {PRISON}"))
    assert "ikke delt ennå" not in ida.main().get_by_role("row").filter(has_text=PRISON).first.inner_text()


def accept_municipality(ida: Desk, key: str) -> None:
    ida.go(f"/sak/{key}/ansvar/")
    ida.press("Ja, vi har ansvaret")
    assert "bekreftet av kommunen" in ida.text()


def ask(ida: Desk, key: str) -> None:
    ida.go(f"/sak/{key}/meldinger/")
    ida.main().get_by_text("Ny melding").click()
    ida.select("Mottaker", PRISON)
    ida.fill("Melding", QUESTION)
    ida.choose("Dette er et spørsmål")
    ida.press("Send")
    assert "svar innen" in ida.text()


def delegate(ida: Desk, key: str, *, unit: str, person: str, role: str) -> None:
    ida.go(f"/sak/{key}/ansvar/fordel/")
    ida.select("Mottaker", unit)
    ida.select("Person", f"{person} Prøve")
    ida.select("Som", role)
    ida.press("Fordel")
    assert "venter på svar" in ida.text()


def answer_from_dashboard(tor: Desk) -> float:
    """From the demo's door to sent, in seconds; the answer is all that is typed, five letters a second."""
    start = time.monotonic()
    tor.sign_in("Tor")
    assert QUESTION in tor.text()
    tor.labelled("Svaret ditt").press_sequentially(ANSWER, delay=200)
    tor.press("Send svar")
    seconds = time.monotonic() - start
    assert QUESTION not in tor.text()
    return seconds


def take_case(desk: Desk, row: Row) -> None:
    """From the dashboard: somebody asks, and one says yes."""
    desk.go("/")
    desk.link(re.compile(f"^Svar.*{row.name}: vil dere ta saken"))
    desk.press("Ta saken")
    assert "har ansvaret" in desk.text()
