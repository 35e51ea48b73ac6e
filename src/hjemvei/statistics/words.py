"""Steps in the words of people: the part of the system, and the form's own name."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

STEPS: dict[str, Promise] = {
    "cases:take_in": _("Ta inn en person"),
    "cases:notify": _("Varsle kommunen"),
    "cases:acknowledge": _("Bekrefte varsel"),
    "cases:complete_task": _("Fullføre oppgave"),
    "cases:tick_task": _("Krysse av oppgave"),
    "cases:send_message": _("Sende melding"),
    "cases:assign": _("Tildele oppdrag"),
    "cases:assign_officer": _("Utpeke kontaktbetjent"),
    "cases:release_date": _("Endre løslatelsesdato"),
    "sharing:consent": _("Spørre om samtykke"),
    "sharing:give": _("Skrive ned samtykke"),
    "needs:mapping": _("Kartlegge behov"),
    "plans:plan": _("Lage plan"),
    "allocation:apply": _("Søke om bolig"),
    "allocation:decide": _("Avgjøre søknad"),
    "tenancies:first_night": _("Skrive første natt"),
    "tenancies:report": _("Skrive oppfølging"),
    "deviations:report": _("Melde avvik"),
}
PARTS: dict[str, Promise] = {
    "accounts": _("Konto"),
    "agreements": _("Avtaler"),
    "allocation": _("Søknader og tilbud"),
    "cases": _("Saken"),
    "cooperation": _("Samarbeidsutvalg"),
    "deviations": _("Avvik"),
    "exchange": _("Lister"),
    "homes": _("Boliger"),
    "needs": _("Kartlegging"),
    "parties": _("Enheter"),
    "plans": _("Plan"),
    "portal": _("Personens side"),
    "rights": _("Rettigheter"),
    "sharing": _("Samtykke"),
    "statistics": _("Tall"),
    "tenancies": _("Leie og oppfølging"),
}


def step_said(step: str) -> str:
    if step in STEPS:
        return str(STEPS[step])
    area, _colon, name = step.partition(":")
    return f"{PARTS.get(area, area)}: {name.replace('_', ' ')}"
