"""Who to ring for what at each party: the parties' own contact points, by the agreement that joins them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils.timezone import localtime

from hjemvei.agreements.models import Agreement, AgreementParty, AgreementScope, RoleUnit
from hjemvei.parties.models import ContactPoint
from hjemvei.parties.queries import Open, hours_of, open_state, points_in_force

MOST = 200


@dataclass(frozen=True, slots=True)
class ContactLine:
    party: str
    unit: str
    slug: str
    purpose: str
    phone: str
    email: str
    open: Open
    deputy: str
    deputy_reach: str


def contact_lines(agreement: Agreement | None, *, words: str, at: dt.datetime) -> Sequence[ContactLine]:
    """Of the parties' units under the agreement; of everybody without one, where words are given."""
    if agreement is None and not words.strip():
        return []
    points = points_in_force(localtime(at).date()).select_related("unit__controller", "deputy__unit")
    if agreement is not None:
        points = points.filter(unit_id__in=_units(agreement))
    for word in words.split()[:5]:
        points = points.filter(
            Q(purpose__icontains=word) | Q(unit__name__icontains=word) | Q(note__icontains=word)
        )
    found = points.order_by("unit__controller__name", "unit__name", "is_on_call", "purpose", "pk")
    return [_line(point, at=localtime(at)) for point in found[:MOST]]


def _units(agreement: Agreement) -> set[int]:
    """The parties' contact units, the units in scope, and those that fill a role."""
    found: set[int] = set()
    for model, column in (
        (AgreementParty, "contact_unit_id"),
        (AgreementScope, "unit_id"),
        (RoleUnit, "unit_id"),
    ):
        rows = model.objects.filter(agreement=agreement)
        found.update(rows.values_list(column, flat=True))
    return found


def _line(point: ContactPoint, *, at: dt.datetime) -> ContactLine:
    deputy = point.deputy
    return ContactLine(
        party=point.unit.controller.name,
        unit=point.unit.name,
        slug=point.unit.slug,
        purpose=point.purpose,
        phone=point.phone,
        email=point.email,
        open=open_state(hours_of(point), at=at),
        deputy=f"{deputy.purpose}, {deputy.unit.name}" if deputy else "",
        deputy_reach=(deputy.phone or deputy.email) if deputy else "",
    )
