"""What the parties do to have an agreement, page by page, and what it does to a case afterwards."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from dataclasses import dataclass

from tests.journeys.browsing import Desk

NAME = "Samarbeidsavtale om løslatelse og bolig, Kristiansand"
CITY = "Kristiansand kommune"
COORDINATION, HOUSING = "Kristiansand kommune, koordinering", "Kristiansand kommune, boligkontoret"
SOCIAL = "NAV Kristiansand, sosialtjenesten"
FROLAND = "Agder fengsel, avdeling Froland"
PRISONS = (FROLAND, "Agder fengsel, avdeling Mandal", "Agder fengsel, avdeling Evje")
ROLES = (
    # role, unit, deputy
    ("Kontaktbetjent", FROLAND, PRISONS[1]),
    ("Sosialkonsulent i fengsel", FROLAND, PRISONS[2]),
    ("Tilbakeføringskoordinator", FROLAND, ""),
    ("Kommunal koordinator", COORDINATION, HOUSING),
    ("Boligkontoret", HOUSING, COORDINATION),
    ("Saksbehandler i NAV", SOCIAL, ""),
)
CLAUSE = "Felles arbeid rundt personen"
CHANGED = ("6. Fengselets plikter", f"8. {CLAUSE}", "9. Tidslinje og frister")
OWN_WORDS = "Første møte holdes i fengselet."
RULE = "Send første varsel til kommunen"
LATE = "Varsel sendt for sent"
MEASURE = "Andel første varsler sendt i tide"
TO_COMMITTEE = re.compile("^Til utvalget")
SUMMARY = "Varselet ble liggende hos oss i en uke med lav bemanning."
PEOPLE = (
    # reference, family and given name, birth, municipality of the last stay
    ("A1", "Lyng", "Varm", dt.date(1984, 4, 2), "4204"),
    ("A2", "Rugde", "Kjapp", dt.date(1979, 9, 23), "4204"),
    ("A3", "Torv", "Stille", dt.date(1991, 1, 15), "4204"),
    ("A4", "Vier", "Blank", dt.date(1988, 6, 30), "4204"),
    ("A5", "Hegg", "Seig", dt.date(1975, 12, 5), "4204"),
    ("A6", "Myr", "Lett", dt.date(1982, 3, 19), "1103"),
)
COLUMNS = (
    "person_ref",
    "national_id",
    "family_name",
    "given_name",
    "birth_date",
    "sex",
    "unit",
    "status",
    "admitted_on",
    "expected_release_on",
    "release_kind",
    "release_certainty",
    "municipality_of_stay",
    "wished_municipality",
    "language",
    "address_protection",
    "address_before",
)


@dataclass(frozen=True)
class Inside:
    """Somebody on the roll: what the pages call them, and the key of their case."""

    name: str
    key: str


def roll_of(day: dt.date) -> bytes:
    """As the prison would hand it over that day: everybody came last week and leaves in half a year."""
    came, leaves = day - dt.timedelta(days=7), day + dt.timedelta(days=180)
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for reference, family, given, born, stay in PEOPLE:
        row = (reference, "", family, given, born, "m", "agder-froland", "sentenced", came, leaves)
        writer.writerow((*row, "full_term", "likely", stay, "", "nb", "", "none"))
    return out.getvalue().encode("utf-8")


def begin(kaia: Desk, *, day: dt.date) -> str:
    """From the list of agreements to a draft; return the agreement's key."""
    kaia.go("/avtaler/")
    kaia.link("Ny avtale")
    kaia.fill("Navn på avtalen", NAME)
    kaia.fill("Formål, med egne ord", "Ingen skal løslates til gata eller til midlertidig botilbud.")
    kaia.day("Skal gjelde fra", day)
    for prison in PRISONS:
        kaia.choose(prison)
    kaia.select("Hovedkommunens enhet", COORDINATION)
    kaia.press("Begynn på utkastet")
    found = re.search(r"/avtaler/(\w+)/utkast/$", kaia.page.url)
    assert found, kaia.text()
    return found[1]


def change_deadline(kaia: Desk, key: str, *, days: int) -> None:
    kaia.go(f"/avtaler/{key}/utkast/")
    kaia.link("Tall og frister")
    assert kaia.labelled(RULE).input_value() == "14"
    kaia.fill(RULE, str(days))
    kaia.fill("Hva er partene blitt enige om, og hvor er det vedtatt?", "Raskere varsel, møte 3. november.")
    kaia.press("Lagre i utkastet")
    assert kaia.page.url.endswith("/utkast/"), kaia.text()


def reword(kaia: Desk, key: str) -> None:
    """A sentence of their own after what the template says."""
    kaia.go(f"/avtaler/{key}/utkast/")
    kaia.link(f"8. {CLAUSE}")
    text = kaia.labelled("Tekst").input_value()
    kaia.fill("Tekst", f"{text} {OWN_WORDS}")
    kaia.fill("Hva er endret, og hvorfor?", "Foreslått av de ansatte i førstelinjen.")
    kaia.press("Lagre i utkastet")
    assert "deres egne ord" in kaia.text()


def begin_next(geir: Desk, key: str, *, days: int) -> None:
    """A draft of the next version, with a deadline changed once more; ends where it tells what that moves."""
    geir.go(f"/avtaler/{key}/")
    geir.press("Lag et utkast")
    geir.link("Tall og frister")
    geir.fill(RULE, str(days))
    geir.fill("Hva er partene blitt enige om, og hvor er det vedtatt?", "Enda raskere varsel: et forslag.")
    geir.press("Lagre i utkastet")
    geir.main().get_by_text("åpne saker får nye frister").wait_for()


def name_units(kaia: Desk, key: str) -> None:
    kaia.go(f"/avtaler/{key}/utkast/")
    kaia.link("Hvem som gjør hva")
    for role, unit, deputy in ROLES:
        kaia.select(role, unit)
        if deputy:
            kaia.select(f"{role}: stedfortreder", deputy)
    kaia.press("Lagre")


def anchor(desk: Desk, key: str, *, day: dt.date) -> None:
    """Who has approved in one's own organisation, and that the front line took part."""
    for level in ("øverste ledelse", "ledelsen i enheten"):
        desk.go(f"/avtaler/{key}/versjon/1/underskrift/")
        desk.link("Før opp godkjenning")
        desk.select("Nivå", level)
        desk.fill("Hvem har godkjent?", f"Ledermøtet, {level}")
        desk.day("Dato for godkjenningen", day)
        desk.fill("Sak eller dokument", "26/114")
        desk.press("Før opp")
    desk.link("Før opp førstelinjens deltakelse")
    desk.fill("Hvordan deltok de?", "To arbeidsmøter om varslingen")
    desk.day("Når?", day)
    desk.fill("Hvor mange ansatte?", "7")
    desk.press("Før opp")


def sign_paper(kaia: Desk, key: str, *, day: dt.date) -> None:
    """The coordinator records what the municipality's director signed."""
    kaia.go(f"/avtaler/{key}/utkast/")
    kaia.link("Underskrifter og forankring")
    kaia.select("Hvilken part undertegner?", CITY)
    kaia.choose("undertegnet på papir")
    _signatory(kaia, "Randi Prøve", "Kommunedirektør", day)
    kaia.main().get_by_label("Hvor det undertegnede arket ligger").fill("Arkivet, 26/114-7")
    kaia.press("Undertegn")
    assert "Mangler: Kriminalomsorgen" in kaia.text()


def sign_own(frida: Desk, key: str, *, day: dt.date) -> None:
    """The prison's leader, from what waits on the agreement's own page."""
    frida.go("/avtaler/")
    frida.link(NAME)
    frida.link("Undertegn")
    frida.choose("undertegnet av den som er logget inn")
    _signatory(frida, "Frida Prøve", "Fengselsleder", day)
    frida.press("Undertegn")
    assert "Mangler:" not in frida.text()


def _signatory(desk: Desk, name: str, title: str, day: dt.date) -> None:
    desk.fill("Navnet på den som undertegner", name)
    desk.fill("Tittel", title)
    desk.day("Dato for underskriften", day)


def open_for_all(kaia: Desk, key: str) -> None:
    kaia.go(f"/avtaler/{key}/")
    kaia.link("Prosjekt og åpenhet")
    kaia.choose("Alle kan lese avtalen uten å logge inn, når den er undertegnet")
    kaia.press("Lagre")


def aim(kaia: Desk, key: str, *, year: int) -> None:
    """A target number of the agreement, and what is to be reached."""
    kaia.go(f"/avtaler/{key}/")
    kaia.link("Måltall")
    kaia.link("Nytt måltall")
    kaia.choose(MEASURE)
    kaia.press("Legg til")
    kaia.link(re.compile(f"^Sett mål for året.*{MEASURE}"))
    kaia.select("År", str(year))
    kaia.labelled("Mål").fill("90")
    kaia.press("Lagre målet")


def number_of(desk: Desk, key: str, *, year: int) -> str:
    """The line of a year in the target's own table."""
    desk.go(f"/tall/avtale/{key}/")
    table = desk.main().get_by_role("table", name=MEASURE)
    return table.get_by_role("row").filter(has_text=str(year)).first.inner_text()


def found_committee(kaia: Desk, key: str, *, day: dt.date) -> tuple[str, str]:
    """With the prison's leader on it and a meeting called; return the keys of both."""
    kaia.go(f"/avtaler/{key}/")
    kaia.link("Samarbeidsutvalg")
    kaia.link("Opprett utvalget")
    kaia.fill("Navn", "Samarbeidsutvalget for Kristiansand")
    kaia.press("Opprett")
    kaia.link("Nytt medlem")
    kaia.select("For hvilken enhet", FROLAND)
    kaia.fill("E-postadressen til den som skal sitte her", "frida@example.test")
    kaia.select("Del", "leder")
    kaia.press("Sett inn")
    forum = kaia.page.url.rstrip("/").split("/")[-2]
    kaia.go(f"/samarbeid/{forum}/")
    kaia.link("Kall inn til møte")
    kaia.day("Dag", day)
    kaia.fill("Fra klokken", "12:00")
    kaia.fill("Til klokken", "13:30")
    kaia.fill("Sted", "Rådhuset")
    kaia.press("Kall inn")
    kaia.main().get_by_role("rowheader").get_by_role("link").first.click()
    kaia.page.wait_for_url(re.compile(r"/moter/\w+/$"))
    return forum, kaia.page.url.rstrip("/").rsplit("/", 1)[1]


def load_roll(unni: Desk, *, day: dt.date) -> None:
    unni.go("/lister/")
    unni.select("Fengsel", FROLAND)
    unni.day("Listen gjelder for", day)
    file = {"name": "froland.csv", "mimeType": "text/csv", "buffer": roll_of(day)}
    unni.labelled("Fil").set_input_files(file)  # type: ignore[arg-type]
    unni.press("Les filen og vis endringene")
    assert f"{len(PEOPLE)} rader" in unni.text()
    unni.press("Ta i bruk")
    assert "Listen er tatt i bruk" in unni.text()


def keys_of(unni: Desk) -> dict[str, str]:
    """Name to key of everybody in the list of cases."""
    unni.go("/saker/")
    links = unni.main().get_by_role("rowheader").get_by_role("link").all()
    return {link.inner_text().strip(): (link.get_attribute("href") or "").split("/")[2] for link in links}


def consent(unni: Desk, key: str) -> None:
    unni.go(f"/sak/{key}/samtykke/nytt/")
    unni.choose("Personen sier ja")
    unni.choose(COORDINATION)
    shared = unni.main().get_by_role("group", name="Hva kan deles, i tillegg til navnet?")
    for what in ("Datoer for opphold og løslatelse", "Samarbeid: varsler, oppgaver og meldinger"):
        shared.get_by_label(what, exact=True).check()
    unni.fill("Vitne til et muntlig svar", "Geir Prøve")
    unni.press("Lagre svaret")
    assert COORDINATION in unni.text()


def notify(unni: Desk, key: str) -> None:
    unni.go(f"/sak/{key}/varsler/")
    unni.link("Send varsel")
    unni.press("Send varselet")
    assert "Bekreftes innen" in unni.text()


def acknowledge_all(kaia: Desk, names: list[str]) -> None:
    for name in names:
        kaia.go("/sak/innboks/")
        line = kaia.main().get_by_role("listitem").filter(has_text=name).first
        with kaia.page.expect_navigation():
            line.get_by_role("button", name="Bekreft").click()


def tell_committee(unni: Desk) -> None:
    """From the line of the late notice, among what else was left lying."""
    line = unni.main().get_by_role("listitem").filter(has_text=f"{LATE}: {RULE}")
    line.get_by_role("link", name=TO_COMMITTEE).click()
    unni.page.wait_for_url(re.compile("/sammendrag/$"))


def summarise(unni: Desk) -> None:
    """For the committee, in words that tell of a routine and of nobody."""
    unni.fill("Hva skal utvalget lese?", SUMMARY)
    unni.press("Be en kollega frigi det")


def release(geir: Desk) -> None:
    """The second person, from the list of what waits."""
    geir.go("/avvik/utvalg/")
    geir.link("Les og frigi")
    geir.press(re.compile("^Frigi til utvalget"))


def gather(kaia: Desk, forum: str, meeting: str) -> None:
    kaia.go(f"/samarbeid/{forum}/moter/{meeting}/")
    kaia.press("Hent det som er kommet til")


def tile_of(desk: Desk, place: str) -> str:
    """What the map says of a municipality."""
    desk.go("/tall/dekning/")
    title = desk.page.locator("svg title", has_text=re.compile(f"^{place}: ")).first
    return title.text_content() or ""
