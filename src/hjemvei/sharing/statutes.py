"""What may be told without consent: by which statute, by whom, to whom, how much. Data (R109, norway.md 1.5).

Each is one message. None opens a case, and the person sees that it was sent.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hjemvei.accounts.enums import CASEWORK_ROLES, READABLE, InfoClass, Role
from hjemvei.parties.enums import UnitKind
from hjemvei.sharing.enums import ShareBasis

PRISON_STAFF = frozenset(
    {Role.PRISON_SOCIAL_WORKER, Role.REINTEGRATION_COORDINATOR, Role.PRISON_LEADER, Role.PROBATION_OFFICER}
)
WITH_PEOPLE = frozenset(
    role for role in CASEWORK_ROLES - {Role.SYSTEM} if InfoClass.CONSENT in READABLE[role]
)
"""Those who can keep the record of it; others tell a colleague, or their own service by its own rules."""
MUNICIPAL = frozenset(
    {UnitKind.SOCIAL_SERVICE, UnitKind.CITY_DISTRICT, UnitKind.COORDINATION, UnitKind.HEALTH}
)
INSIDE = frozenset({UnitKind.PRISON, UnitKind.PROBATION_OFFICE})
EVERYBODY = frozenset(UnitKind)
NAMED = frozenset({InfoClass.IDENTITY})


@dataclass(frozen=True, slots=True)
class Statute:
    """`roles` may send it, to units of the kinds `receivers`, in at most `classes`; `hint` says when."""

    roles: frozenset[Role]
    receivers: frozenset[UnitKind]
    classes: frozenset[InfoClass]
    hint: Promise


STATUTES: Mapping[ShareBasis, Statute] = {
    ShareBasis.STATUTE_BENEFITS: Statute(
        PRISON_STAFF,
        frozenset({UnitKind.STATE, UnitKind.SOCIAL_SERVICE}),
        NAMED | {InfoClass.CUSTODY},
        _("Ved innsettelse og løslatelse: bare at oppholdet starter eller slutter."),
    ),
    ShareBasis.STATUTE_CONTACT: Statute(
        frozenset({Role.SOCIAL_CASEWORKER}),
        INSIDE,
        NAMED | {InfoClass.HOUSING},
        _("På forespørsel fra kriminalomsorgen: kontaktopplysninger og mulig oppholdssted."),
    ),
    ShareBasis.STATUTE_CHILD: Statute(
        WITH_PEOPLE,
        MUNICIPAL,
        NAMED | {InfoClass.NETWORK, InfoClass.HOUSING},
        _("Når det er grunn til å tro at et barn blir utsatt for alvorlig omsorgssvikt."),
    ),
    ShareBasis.STATUTE_AVERT: Statute(
        WITH_PEOPLE,
        EVERYBODY,
        NAMED | {InfoClass.CUSTODY, InfoClass.HOUSING, InfoClass.HEALTH, InfoClass.NETWORK},
        _("Når det er nødvendig for å avverge en alvorlig straffbar handling."),
    ),
    ShareBasis.STATUTE_DANGER: Statute(
        WITH_PEOPLE,
        EVERYBODY,
        NAMED | {InfoClass.CUSTODY, InfoClass.HOUSING, InfoClass.HEALTH, InfoClass.NETWORK},
        _("Når noens liv eller helse er i fare nå."),
    ),
}
