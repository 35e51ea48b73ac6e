"""Why personal data is processed, and on what legal basis: closed lists that the registry refers to.

Consent is on neither list. It lifts the duty of confidentiality and is recorded by itself (`sharing`): what a
consent has opened still needs one of these bases.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Basis:
    """A provision. `is_read`: its text was read when this was written; the others must be checked first."""

    name: str
    text: Promise
    is_read: bool = True


PURPOSES: Mapping[str, Promise] = {
    "identity": _("Vite hvem saken gjelder, og snakke med personen på et språk hen forstår"),
    "release": _("Planlegge løslatelsen i god tid"),
    "consent": _("Kunne vise hva personen har sagt ja og nei til, og hva som er utlevert"),
    "coordination": _("Samarbeide: varsle, fordele ansvar, holde frister"),
    "housing": _("Hjelpe personen å skaffe og beholde en bolig"),
    "plan": _("Lage en plan sammen med personen og følge den"),
    "follow_up": _("Følge opp etter løslatelse"),
    "quality": _("Lære av det som glapp i samarbeidet"),
    "rights": _("Svare når personen bruker rettighetene sine"),
    "security": _("Styre tilgang og kunne vise hvem som har sett og endret hva"),
    "staff": _("La ansatte logge inn og handle for enheten sin"),
    "operation": _("Drive systemet: sende varsler og ta vare på det som er skrevet"),
}

BASES: Mapping[str, Basis] = {
    "cooperation": Basis(
        "straffegjennomføringsloven § 4", _("Kriminalomsorgen skal legge til rette for tjenester fra andre")
    ),
    "correctional": Basis(
        "straffegjennomføringsloven §§ 4 a–4 e", _("Kriminalomsorgens behandling av personopplysninger")
    ),
    "release": Basis(
        "straffegjennomføringsloven § 41", _("Løslatelse skal forberedes i god tid, også bolig")
    ),
    "housing_help": Basis(
        "boligsosialloven §§ 6 og 7", _("Individuelt tilpasset hjelp, vedtak og klagerett")
    ),
    "housing_data": Basis(
        "boligsosialloven § 8", _("Behandling av særlige kategorier og opplysninger om straff")
    ),
    "social": Basis("sosialtjenesteloven §§ 13 og 42", _("Samarbeid med andre, og med personen selv")),
    "social_data": Basis(
        "sosialtjenesteloven § 43 a", _("Behandling av særlige kategorier og opplysninger om straff")
    ),
    "plan": Basis(
        "forskrift 22. juni 2022 nr. 1110 §§ 5–9", _("Individuell plan: bare med samtykke, én per person")
    ),
    "deposit": Basis("husleieloven §§ 3-5 og 3-6", _("Depositum og garanti, til sammen høyst seks måneder")),
    "confidentiality": Basis(
        "forvaltningsloven om taushetsplikt",
        _("Den opplysningene gjelder, kan samtykke til at de deles"),
        False,
    ),
    "accountability": Basis(
        "personvernforordningen art. 5 nr. 2 og art. 32",
        _("Ansvarlighet og sikkerhet ved behandlingen"),
        False,
    ),
    "data_rights": Basis(
        "personvernforordningen art. 12–22",
        _("Innsyn, retting, sletting og begrensning når personen ber om det"),
        False,
    ),
    "employer": Basis(
        "personvernforordningen art. 6 nr. 1 bokstav e",
        _("Nødvendig for å utføre virksomhetens oppgaver"),
        False,
    ),
    "health": Basis(
        "helse- og omsorgstjenesteloven og pasientjournalloven",
        _("Helsetjenestens behandling av opplysninger om pasienter"),
        False,
    ),
    "benefits": Basis("NAV-loven § 15", _("Arbeids- og velferdsetatens samarbeid med andre"), False),
    "own_agreement": Basis(
        "personvernforordningen art. 6 nr. 1 bokstav b; [fyll inn: unntak i art. 9 nr. 2]",
        _("Egen avtale mellom personen og den som hjelper, uten lovpålagt oppgave"),
        False,
    ),
    "archive": Basis("arkivlova", _("Plikt til å ta vare på saksdokumenter"), False),
}
