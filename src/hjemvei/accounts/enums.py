"""Roles, classes of information, purposes and channels."""

from __future__ import annotations

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _


class InfoClass(IntegerChoices):
    """Classes of information; a key is `unit id * 16 + class`, so the numbers never change and stay below
    16.
    """

    OWN = 0, _("enhetens egne notater")
    IDENTITY = 1, _("navn og identitet")
    CUSTODY = 2, _("datoer for opphold og løslatelse")
    HOUSING = 3, _("bolig")
    ECONOMY = 4, _("økonomi")
    HEALTH = 5, _("helse og rus")
    NETWORK = 6, _("familie, nettverk og fritid")
    WORK = 7, _("arbeid og utdanning")
    COORDINATION = 8, _("samarbeid: varsler, oppgaver og meldinger")
    CONFIDENTIAL = 9, _("svar gitt i fortrolighet")
    CONSENT = 10, _("samtykker")


class Role(TextChoices):
    CONTACT_OFFICER = "contact_officer", _("kontaktbetjent")
    PRISON_SOCIAL_WORKER = "prison_social_worker", _("sosialkonsulent i fengsel")
    REINTEGRATION_COORDINATOR = "reintegration_coordinator", _("tilbakeføringskoordinator")
    PRISON_LEADER = "prison_leader", _("leder i fengsel")
    PROBATION_OFFICER = "probation_officer", _("ansatt i friomsorgen")
    MUNICIPAL_COORDINATOR = "municipal_coordinator", _("kommunal koordinator")
    SOCIAL_CASEWORKER = "social_caseworker", _("saksbehandler i sosialtjenesten")
    HOUSING_OFFICER = "housing_officer", _("saksbehandler på boligkontoret")
    HOUSING_CONSULTANT = "housing_consultant", _("boligkonsulent")
    HEALTH_WORKER = "health_worker", _("ansatt i helsetjenesten")
    FOLLOW_UP_WORKER = "follow_up_worker", _("oppfølger")
    VOLUNTARY_PROVIDER = "voluntary_provider", _("ansatt hos frivillig tjenesteyter")
    COMMITTEE_MEMBER = "committee_member", _("medlem av samarbeidsutvalg")
    MUNICIPAL_LEADER = "municipal_leader", _("leder i kommunen")
    PRIVACY_OFFICER = "privacy_officer", _("personvernombud")
    RIGHTS_OFFICER = "rights_officer", _("innsynsansvarlig")
    ADMINISTRATOR = "administrator", _("administrator")
    API_CLIENT = "api_client", _("annet system")
    SYSTEM = "system", _("systemet")
    PERSON = "person", _("personen selv")


class Purpose(TextChoices):
    """Why somebody looks; written into both logs."""

    CASEWORK = "casework", _("arbeid med saken")
    COORDINATION = "coordination", _("fordeling og koordinering")
    IMPORT = "import", _("innlesing av register")
    REMINDER = "reminder", _("påminnelse")
    ADMINISTRATION = "administration", _("administrasjon")
    API = "api", _("overføring mellom systemer")
    OWN_CASE = "own_case", _("personens egen side")


class Channel(TextChoices):
    WEB = "web", _("nettside")
    API = "api", _("API")
    JOB = "job", _("bakgrunnsjobb")
    COMMAND = "command", _("kommandolinje")
    PORTAL = "portal", _("personens egen side")


_PRISON = frozenset(
    {
        InfoClass.OWN,
        InfoClass.IDENTITY,
        InfoClass.CUSTODY,
        InfoClass.HOUSING,
        InfoClass.ECONOMY,
        InfoClass.NETWORK,
        InfoClass.WORK,
        InfoClass.COORDINATION,
        InfoClass.CONSENT,
    }
)
_SOCIAL = _PRISON | {InfoClass.HEALTH, InfoClass.CONFIDENTIAL}
_HOUSING = frozenset(
    {
        InfoClass.OWN,
        InfoClass.IDENTITY,
        InfoClass.CUSTODY,
        InfoClass.HOUSING,
        InfoClass.ECONOMY,
        InfoClass.COORDINATION,
        InfoClass.CONSENT,
    }
)
_FOLLOW_UP = frozenset(
    {
        InfoClass.OWN,
        InfoClass.IDENTITY,
        InfoClass.CUSTODY,
        InfoClass.HOUSING,
        InfoClass.NETWORK,
        InfoClass.WORK,
        InfoClass.COORDINATION,
    }
)
_NONE: frozenset[InfoClass] = frozenset()

READABLE: dict[Role, frozenset[InfoClass]] = {
    Role.CONTACT_OFFICER: _PRISON,
    Role.PRISON_SOCIAL_WORKER: _PRISON | {InfoClass.HEALTH},
    Role.REINTEGRATION_COORDINATOR: _PRISON | {InfoClass.HEALTH},
    Role.PRISON_LEADER: frozenset(
        {InfoClass.IDENTITY, InfoClass.CUSTODY, InfoClass.COORDINATION, InfoClass.CONSENT}
    ),
    Role.PROBATION_OFFICER: _PRISON,
    Role.MUNICIPAL_COORDINATOR: _PRISON | {InfoClass.CONFIDENTIAL},
    Role.SOCIAL_CASEWORKER: _SOCIAL,
    Role.HOUSING_OFFICER: _HOUSING,
    Role.HOUSING_CONSULTANT: _HOUSING | {InfoClass.NETWORK, InfoClass.WORK},
    Role.HEALTH_WORKER: frozenset(
        {InfoClass.OWN, InfoClass.IDENTITY, InfoClass.CUSTODY, InfoClass.HEALTH, InfoClass.COORDINATION}
    ),
    Role.FOLLOW_UP_WORKER: _FOLLOW_UP,
    Role.VOLUNTARY_PROVIDER: _FOLLOW_UP - {InfoClass.CUSTODY},
    Role.COMMITTEE_MEMBER: _NONE,
    Role.MUNICIPAL_LEADER: frozenset({InfoClass.COORDINATION}),
    Role.PRIVACY_OFFICER: _NONE,
    Role.RIGHTS_OFFICER: _NONE,
    Role.ADMINISTRATOR: _NONE,
    Role.API_CLIENT: _NONE,
    Role.SYSTEM: frozenset(InfoClass) - {InfoClass.CONFIDENTIAL},
    Role.PERSON: frozenset(InfoClass) - {InfoClass.OWN, InfoClass.CONFIDENTIAL},
}
"""What each role may read at all: in its own unit's rows and in what others have shared with the unit."""

CASEWORK_ROLES: frozenset[Role] = frozenset(
    role for role, classes in READABLE.items() if InfoClass.IDENTITY in classes and role is not Role.PERSON
)
