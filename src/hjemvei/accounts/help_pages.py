"""What each main page is for, in a few sentences; the question mark on the page leads here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hjemvei.accounts.help import HelpText

PAGES: Mapping[str, HelpText] = {
    "oversikt": HelpText(
        _("Oversikt"),
        (
            _(
                "Her står det som venter på deg i dag, det som haster mest øverst. Tallene fører til "
                "listen de teller."
            ),
            _(
                "«Gjort» merker oppgaven som gjort med ett trykk. Ble det feil, angrer du; historikken "
                "viser begge deler."
            ),
        ),
    ),
    "saker": HelpText(
        _("Saker"),
        (
            _(
                "Alle saker enheten din deltar i, de med størst risiko først. Filtre og rekkefølge står i "
                "adressen."
            ),
            _(
                "Søk på navn, tre bokstaver eller mer, på referanse eller fødselsnummer. Lagre søk du "
                "bruker ofte."
            ),
        ),
    ),
    "sak": HelpText(
        _("En sak"),
        (
            _(
                "Øverst: hvem det gjelder og hvor lenge det er til løslatelse. Under: det dere må gjøre "
                "nå, og hvorfor."
            ),
            _(
                "Du ser bare det personen har samtykket til at enheten din får vite, og det dere selv har "
                "skrevet."
            ),
        ),
    ),
    "oppgaver": HelpText(
        _("Oppgaver"),
        (
            _(
                "Oppgavene kommer av avtalens frister. Noen ser systemet selv at er gjort, andre merker "
                "du som gjort."
            ),
            _("Et fritak krever en grunn, og tar aldri bort en frist som er passert."),
        ),
    ),
    "samtykke": HelpText(
        _("Samtykke"),
        (
            _("Personen bestemmer hvem som får vite hva, og hvor lenge. Uten et ja ser kommunen ingenting."),
            _(
                "Fjorten dager før et samtykke går ut, blir det en oppgave å spørre på nytt. Et nei er "
                "også et svar."
            ),
        ),
    ),
    "datoer": HelpText(
        _("Datoer"),
        (
            _("Hver løslatelsesdato er en ny versjon med kilde og grunn. Ingen versjon blir borte."),
            _("Er datoen flyttet siden kommunen fikk varselet, sender du et nytt med ett trykk herfra."),
        ),
    ),
    "varsler": HelpText(
        _("Varsler"),
        (
            _(
                "Fengselet varsler, kommunen bekrefter mottaket. Siden viser hvor mange dager varselet "
                "kom før løslatelse."
            ),
            _("Bekreftes ikke varselet i tide, blir mottakeren minnet på det én gang, uten navn i e-posten."),
        ),
    ),
    "ansvar": HelpText(
        _("Ansvar"),
        (
            _(
                "Her står hvem som har saken, og hvilken kommune som svarer. En uenighet stopper aldri "
                "hjelpen."
            ),
            _(
                "Blir kommunene ikke enige, legges spørsmålet fram for statsforvalteren innen fristen i "
                "avtalen."
            ),
        ),
    ),
    "meldinger": HelpText(
        _("Meldinger"),
        (
            _(
                "Skriv her i stedet for å ringe: den som er på vakt, svarer når det passer, og alle som "
                "deltar, ser svaret."
            ),
            _("Et spørsmål får en svarfrist. Det står på oversikten til den som skal svare."),
        ),
    ),
    "bolig": HelpText(
        _("Behov og bolig"),
        (
            _(
                "Behovet bygger på det som er bekreftet, ikke bare på det som er sagt. Ukjent er aldri "
                "det samme som nei."
            ),
            _(
                "Søknad, tilbud, kontrakt og nøkler følger hverandre. Den samme boligen kan ikke gis bort "
                "to ganger."
            ),
        ),
    ),
    "plan": HelpText(
        _("Plan"),
        (
            _(
                "Mål og tiltak på seks livsområder, med personens egne ord. Hvert tiltak har en ansvarlig "
                "og en dato."
            ),
        ),
    ),
    "oppfolging": HelpText(
        _("Oppfølging"),
        (
            _("Planlagte kontakter etter løslatelse, og hvordan det gikk. Spør om personen vil ha besøk."),
            _("Får dere ikke kontakt, skriver dere det. Da kommer saken fram igjen på oversikten."),
        ),
    ),
    "innboks": HelpText(
        _("Innboks"),
        (
            _(
                "Det som ingen har ennå: varsler personen har samtykket til, egne henvendelser og "
                "spørsmål uten navn."
            ),
            _("Bekreft mottaket og fordel saken. Den som får den, svarer ja, eller nei med grunn."),
        ),
    ),
    "boliger": HelpText(
        _("Boliger"),
        (
            _(
                "Boligene enheten disponerer, hva som er ledig, og fra når. Et tilbud holder boligen av "
                "til svarfristen."
            ),
        ),
    ),
    "lister": HelpText(
        _("Lister fra fengselet"),
        (
            _("Les inn fengselets liste. Du ser alt som blir nytt, borte eller endret, før noe blir lagret."),
            _(
                "Den som er borte fra listen, er ikke løslatt før noen sier det. Rader med feil får du "
                "tilbake med grunn."
            ),
        ),
    ),
    "avvik": HelpText(
        _("Avvik"),
        (
            _(
                "Det som glapp i samarbeidet. Systemet finner passerte frister og løslatelser uten bolig "
                "hver natt."
            ),
            _("Lukk hvert avvik med årsak og tiltak. Et nei til samtykke er aldri et avvik."),
        ),
    ),
    "avtale": HelpText(
        _("Avtale"),
        (
            _(
                "Fristene i saken kommer herfra. En versjon som gjelder, endres aldri; den følges av en "
                "ny fra en dato."
            ),
            _("Saker som alt er under avtalen, beholder versjonen de fikk."),
        ),
    ),
    "enheter": HelpText(
        _("Enheter"),
        (_("Hvem dere samarbeider med: kontaktpunkter, åpningstider og det som er kjent om hvert fengsel."),),
    ),
    "konto": HelpText(
        _("Konto og brukere"),
        (
            _(
                "Din egen konto, innlogging i to trinn og fravær. Administratorer inviterer ansatte og "
                "avslutter roller her."
            ),
        ),
    ),
}
VIEWS: Mapping[str, str] = {
    "web:home": "oversikt",
    "web:cases": "saker",
    "web:case": "sak",
    "cases:inbox": "innboks",
    "cases:inquiries": "innboks",
    "cases:tasks": "oppgaver",
    "cases:task": "oppgaver",
    "cases:dates": "datoer",
    "cases:notices": "varsler",
    "cases:new_notice": "varsler",
    "cases:people": "ansvar",
    "cases:messages": "meldinger",
    "cases:agreement": "avtale",
    "cases:": "sak",
    "sharing:": "samtykke",
    "needs:": "bolig",
    "allocation:": "bolig",
    "tenancies:follow_up": "oppfolging",
    "tenancies:today": "oppfolging",
    "tenancies:": "bolig",
    "plans:": "plan",
    "homes:": "boliger",
    "exchange:": "lister",
    "persons:": "lister",
    "deviations:": "avvik",
    "agreements:": "avtale",
    "statistics:": "avtale",
    "routines:": "avtale",
    "parties:": "enheter",
    "accounts:": "konto",
    "mfa": "konto",
}
"""Beginnings of view names; the longest that fits decides."""


def topic_of(view_name: str) -> str:
    """The help that a page leads to; empty where there is none."""
    fitting = [begins for begins in VIEWS if view_name.startswith(begins)]
    return VIEWS[max(fitting, key=len)] if fitting else ""


def page_help(topic: str) -> HelpText | None:
    return PAGES.get(topic)


def topics() -> Sequence[tuple[str, Promise]]:
    return [(topic, text.title) for topic, text in PAGES.items()]
