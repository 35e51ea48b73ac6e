"""What a unit has that needs a new home, counted; no case is read, and nobody is named."""

from __future__ import annotations

import datetime as dt

from django.db import connection
from django.db.models import Q

from hjemvei.accounts.models import ApiToken, Membership
from hjemvei.agreements.models import AgreementParty, AgreementScope, RoleUnit
from hjemvei.parties.models import ContactPoint, Unit
from hjemvei.presence.models import ContactDuty, ShiftPattern
from hjemvei.reorganisation.choices import Held

STAYS = frozenset({Held.AGREEMENTS})
"""Not rewritten: what is signed keeps its text, and whoever reads it finds the successor (ADR-0031)."""


def held_by(unit: Unit, *, today: dt.date) -> dict[Held, int]:
    """By kind, in their order, nought left in."""
    live = Q(ends_before__isnull=True) | Q(ends_before__gt=today)
    with connection.cursor() as cursor:
        cursor.execute("SELECT what, n FROM kernel.held_by_unit(%s)", [unit.pk])
        found = {Held(what): int(count) for what, count in cursor.fetchall()}
    duties = ContactDuty.objects.filter(live, unit=unit).count()
    found |= {
        Held.SEATS: Membership.objects.filter(live, unit=unit).count(),
        Held.CONTACTS: ContactPoint.objects.filter(live, unit=unit).count(),
        Held.DUTIES: duties + ShiftPattern.objects.filter(live, unit=unit).count(),
        Held.AGREEMENTS: RoleUnit.objects.filter(unit=unit).count()
        + AgreementParty.objects.filter(contact_unit=unit).count()
        + AgreementScope.objects.filter(unit=unit).count(),
        Held.TOKENS: ApiToken.objects.filter(unit=unit, revoked_at__isnull=True).count(),
        Held.CHILDREN: Unit.objects.filter(live, parent=unit).count(),
    }
    return {held: found.get(held, 0) for held in Held}


def left_alone(held: dict[Held, int]) -> list[Held]:
    """What would be nobody's."""
    return [kind for kind, count in held.items() if count and kind not in STAYS]
