"""Short help in the system itself, for each role: what waits for me, and where I do it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hjemvei.accounts.enums import Role


@dataclass(frozen=True, slots=True)
class HelpText:
    """`roles` empty means everybody."""

    title: Promise
    steps: tuple[Promise, ...]
    roles: frozenset[Role] = frozenset()


PRISON = frozenset(
    {Role.CONTACT_OFFICER, Role.PRISON_SOCIAL_WORKER, Role.REINTEGRATION_COORDINATOR, Role.PROBATION_OFFICER}
)
TEXTS: tuple[HelpText, ...] = (
    HelpText(
        _("Kom i gang"),
        (
            _("Oversikten viser det som venter på deg, det som haster mest øverst."),
            _("Du handler alltid for én enhet. Navnet står øverst til høyre, og der bytter du enhet."),
            _("Alle oppslag om personer logges. Personen kan få se hvem som har sett hva."),
        ),
    ),
    HelpText(
        _("Kartlegge bolig før løslatelse"),
        (
            _("Spør om personen eier, leier eller mangler bolig, og fyll ut på siden om bolig i saken."),
            _("Be om samtykke før du deler. Personen velger hvem som får vite hva."),
            _("Når samtykket er gitt, sender du varsel til kommunen fra saken. Fristen regnes ut for deg."),
        ),
        PRISON,
    ),
    HelpText(
        _("Ta imot varsler fra fengsel"),
        (
            _("Nye varsler ligger i innboksen. Bekreft at dere har mottatt dem, så stanser fristen."),
            _("Fordel saken til den som skal arbeide med den."),
            _("Avklar om kommunen har ansvaret. Er det en annen kommune, sender du saken videre derfra."),
        ),
        frozenset({Role.MUNICIPAL_COORDINATOR, Role.SOCIAL_CASEWORKER}),
    ),
    HelpText(
        _("Søknad og tilbud om bolig"),
        (
            _("Søknaden starter fra saken, med det som allerede er registrert og delt."),
            _("Under Boliger ser du hva som er ledig. Et tilbud holdes av til svarfristen."),
            _("Kan ikke tilbudet brukes, registrerer du hvorfor. Da teller det ikke mot personen."),
        ),
        frozenset({Role.HOUSING_OFFICER, Role.HOUSING_CONSULTANT, Role.MUNICIPAL_COORDINATOR}),
    ),
    HelpText(
        _("Oppfølging etter innflytting"),
        (
            _("Den første tiden er viktigst. Planlegg kontakt den første dagen og den første uken."),
            _("Skriv kort hva dere ble enige om, og når dere møtes neste gang."),
        ),
        frozenset(
            {Role.FOLLOW_UP_WORKER, Role.VOLUNTARY_PROVIDER, Role.HEALTH_WORKER, Role.HOUSING_CONSULTANT}
        ),
    ),
    HelpText(
        _("Når samarbeidet svikter"),
        (
            _(
                "Meld avvik når en frist brytes eller avtalen ikke følges. Avvik handler om rutiner, "
                "ikke om personer."
            ),
            _("Avvikene samles til samarbeidsutvalget, som ser hva som går igjen."),
        ),
        frozenset(
            {Role.COMMITTEE_MEMBER, Role.PRISON_LEADER, Role.MUNICIPAL_LEADER, Role.MUNICIPAL_COORDINATOR}
        ),
    ),
    HelpText(
        _("Administrere brukere"),
        (
            _("Inviter nye ansatte under Brukere. Lenken virker i sju dager og bare én gang."),
            _("Avslutt rollen samme dag som noen slutter. Tilgangen stenges med en gang."),
            _(
                "Har noen mistet telefonen, nullstiller du innlogging i to trinn. Forsikre deg om hvem du "
                "snakker med."
            ),
        ),
        frozenset({Role.ADMINISTRATOR}),
    ),
)


def texts_for(roles: Iterable[Role]) -> list[HelpText]:
    held = frozenset(roles)
    return [text for text in TEXTS if not text.roles or text.roles & held]
