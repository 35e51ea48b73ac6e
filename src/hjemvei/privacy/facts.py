"""The system's own facts for the papers of one controller: parties, units, agreements, registry, set-up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import ngettext

from hjemvei import __version__
from hjemvei.accounts.enums import Role
from hjemvei.accounts.models import Membership
from hjemvei.accounts.policy import ROLES_OF
from hjemvei.agreements.models import AgreementParty, AgreementPartyQuerySet
from hjemvei.agreements.states import AGREED
from hjemvei.agreements.upkeep import upkeep
from hjemvei.audit.processing import BASES, PURPOSES
from hjemvei.audit.retention import rules
from hjemvei.core import clock
from hjemvei.parties.enums import ControllerKind
from hjemvei.parties.models import Controller, Unit
from hjemvei.parties.queries import archive_of
from hjemvei.privacy.measures import LACKING, MEASURES, PLAIN, SEALED
from hjemvei.privacy.spoken import by_class, kept_words, of_staff, without_class

ALONE: Mapping[ControllerKind, Sequence[str]] = {
    ControllerKind.CORRECTIONAL_SERVICE: ("cooperation", "correctional", "release"),
    ControllerKind.MUNICIPALITY: (
        *("housing_help", "housing_data", "social", "social_data", "plan", "deposit", "health"),
    ),
    ControllerKind.STATE: ("benefits",),
    ControllerKind.VOLUNTARY: ("own_agreement",),
    ControllerKind.USER_ORGANISATION: ("own_agreement",),
    ControllerKind.PRIVATE_PROVIDER: ("own_agreement",),
}
"""Bases that are law for one kind of controller; the others are everybody's."""
PROVIDERS = (ControllerKind.VOLUNTARY, ControllerKind.USER_ORGANISATION, ControllerKind.PRIVATE_PROVIDER)


@dataclass(frozen=True, slots=True)
class Party:
    controller_id: int
    name: str
    kind: str
    organisation_number: str
    agreements: tuple[str, ...]


def facts(controller: Controller, *, today: dt.date) -> dict[str, Any]:
    """What the templates are filled with; call it with Bokmål active."""
    kind = ControllerKind(controller.kind)
    parties, bases = parties_with(controller), bases_of(kind)
    return {
        "today": date_format(today, "j. F Y"),
        "version": __version__,
        "controller": controller,
        "kind": str(controller.get_kind_display()),
        "archive": archive_of(controller),
        "units": _units(controller, today=today),
        "parties": parties,
        "others": [party for party in parties if party.controller_id != controller.pk],
        "voluntary": _outside_agreements(),
        "roles": [str(role.label) for role in Role if role in ROLES_OF.get(kind, ())],
        "officers": _people(controller, Role.PRIVACY_OFFICER, today=today),
        "answerers": _people(controller, Role.RIGHTS_OFFICER, today=today),
        "classes": by_class(roles=ROLES_OF.get(kind), bases=bases),
        "logs": without_class(bases=bases),
        "staff": of_staff(bases=bases),
        "purposes": [str(text) for text in PURPOSES.values()],
        "bases": [BASES[code] for code in bases],
        "own_agreement": "own_agreement" in bases,
        "rules": [(str(rule.text), kept_words(rule)) for rule in rules().values()],
        "measures": MEASURES,
        "lacking": LACKING,
        "sealed": SEALED,
        "plain_text": PLAIN,
        **_set_up(),
    }


def _units(controller: Controller, *, today: dt.date) -> list[str]:
    found = Unit.objects.in_force(today).filter(controller=controller).order_by("name")
    return list(found.values_list("name", flat=True))


def _people(controller: Controller, role: Role, *, today: dt.date) -> str:
    """«2 personer er»; empty where there is nobody."""
    seats = Membership.objects.in_force(today).filter(unit__controller=controller, role=role)
    count = seats.values("user_id").distinct().count()
    return ngettext("%(n)s person er", "%(n)s personer er", count) % {"n": count} if count else ""


def bases_of(kind: ControllerKind) -> list[str]:
    """The legal bases that a controller of this kind may have, in the order of the list."""
    foreign = {code for codes in ALONE.values() for code in codes} - set(ALONE.get(kind, ()))
    return [code for code in BASES if code not in foreign]


def _outside_agreements() -> list[str]:
    """Providers that people may say yes to, and that are party to no agreement here."""
    parties = _parties_today().values("controller_id")
    found = Controller.objects.filter(kind__in=PROVIDERS).exclude(pk__in=parties).order_by("name", "id")
    with upkeep():
        return list(found.values_list("name", flat=True))


def _parties_today() -> AgreementPartyQuerySet:
    """That there is an agreement is public, also where the papers are written by nobody who is signed in."""
    return AgreementParty.objects.on(clock.today()).filter(agreement__state__in=AGREED)


def parties_with(controller: Controller) -> list[Party]:
    """Who the controller has an agreement with in this system, and which."""
    ours = _parties_today().filter(controller=controller).values("agreement_id")
    parties = _parties_today().filter(agreement_id__in=ours).select_related("controller", "agreement")
    with upkeep():
        rows = list(parties.order_by("controller__name", "agreement__name"))
    found: dict[int, tuple[Controller, list[str]]] = {}
    for row in rows:
        found.setdefault(row.controller_id, (row.controller, []))[1].append(row.agreement.name)
    return [
        Party(who.pk, who.name, str(who.get_kind_display()), who.organisation_number, tuple(names))
        for who, names in found.values()
    ]


def _set_up() -> dict[str, Any]:
    """How this installation is set up, as far as a paper must say it: no secret, no database."""
    return {
        "is_demo": settings.DEMO,
        "site": urlsplit(settings.SITE_URL).netloc,
        "is_https": settings.HTTPS,
        "second_factor": settings.MFA_REQUIRED,
        "idle_minutes": settings.SESSION_IDLE_SECONDS // 60,
        "longest_minutes": settings.SESSION_ABSOLUTE_SECONDS // 60,
        "sends_mail": bool(settings.EMAIL_HOST),
        "mail_host": settings.EMAIL_HOST,
        "archives": bool(settings.ARCHIVE_DIRECTORY),
    }
