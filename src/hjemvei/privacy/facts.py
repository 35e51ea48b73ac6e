"""The system's own facts for the papers of one controller: parties, units, agreements, registry, set-up."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.formats import date_format

from hjemvei import __version__
from hjemvei.accounts.enums import Role
from hjemvei.accounts.models import Membership
from hjemvei.accounts.policy import ROLES_OF
from hjemvei.agreements.models import Agreement, AgreementParty
from hjemvei.audit.processing import BASES, PURPOSES
from hjemvei.audit.retention import rules
from hjemvei.parties.models import Controller, Unit
from hjemvei.parties.queries import archive_of
from hjemvei.privacy.measures import LACKING, MEASURES
from hjemvei.privacy.spoken import by_class, kept_words, of_staff, without_class


@dataclass(frozen=True, slots=True)
class Party:
    name: str
    kind: str
    organisation_number: str
    agreements: tuple[str, ...]


def facts(controller: Controller, *, today: dt.date) -> dict[str, Any]:
    """What the templates are filled with; call it with Bokmål active."""
    return {
        "today": date_format(today, "j. F Y"),
        "version": __version__,
        "controller": controller,
        "kind": str(controller.get_kind_display()),
        "archive": archive_of(controller),
        "units": _units(controller, today=today),
        "parties": parties_with(controller),
        "roles": [str(role.label) for role in Role if role in ROLES_OF.get(controller.kind, ())],
        "officers": _count(controller, Role.PRIVACY_OFFICER, today=today),
        "classes": by_class(),
        "logs": without_class(),
        "staff": of_staff(),
        "purposes": [str(text) for text in PURPOSES.values()],
        "bases": list(BASES.values()),
        "rules": [(str(rule.text), kept_words(rule)) for rule in rules().values()],
        "measures": MEASURES,
        "lacking": LACKING,
        **_set_up(),
    }


def _units(controller: Controller, *, today: dt.date) -> list[str]:
    found = Unit.objects.in_force(today).filter(controller=controller).order_by("name")
    return list(found.values_list("name", flat=True))


def _count(controller: Controller, role: Role, *, today: dt.date) -> int:
    seats = Membership.objects.in_force(today).filter(unit__controller=controller, role=role)
    return seats.values("user_id").distinct().count()


def parties_with(controller: Controller) -> list[Party]:
    """Who the controller has an agreement with in this system, and which."""
    ours = AgreementParty.objects.filter(controller=controller).values("agreement_id")
    agreements = Agreement.objects.filter(pk__in=ours).order_by("name")
    rows = AgreementParty.objects.filter(agreement__in=agreements).select_related("controller", "agreement")
    found: dict[int, tuple[Controller, list[str]]] = {}
    for row in rows.order_by("controller__name", "agreement__name"):
        found.setdefault(row.controller_id, (row.controller, []))[1].append(row.agreement.name)
    return [
        Party(who.name, str(who.get_kind_display()), who.organisation_number, tuple(names))
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
