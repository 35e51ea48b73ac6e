"""A contact point is added or corrected; sent twice it is one."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from hjemvei.core.errors import RuleBroken
from hjemvei.parties.models import ContactPoint, Unit
from hjemvei.parties.policy import Editor, can_edit_unit


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactValues:
    purpose: str
    phone: str = ""
    email: str = ""
    note: str = ""
    deputy: ContactPoint | None = None
    is_on_call: bool = False


def save_contact_point(
    *, actor: Editor, unit: Unit, point: ContactPoint | None, values: ContactValues, today: dt.date
) -> ContactPoint:
    """`point` None makes a new one. Raises NotAllowed, RuleBroken."""
    can_edit_unit(actor, unit).require()
    if not (values.phone or values.email):
        raise RuleBroken(_("Skriv et telefonnummer eller en e-postadresse."), field="phone")
    if values.deputy is not None and point is not None and values.deputy.pk == point.pk:
        raise RuleBroken(_("Et kontaktpunkt kan ikke være sin egen stedfortreder."), field="deputy")
    if point is None:
        same = {"unit": unit, "purpose": values.purpose, "phone": values.phone, "email": values.email}
        found = ContactPoint.objects.filter(**same, ends_before__isnull=True).first()
        point = found or ContactPoint(unit=unit, starts_on=today)
    for name in ("purpose", "phone", "email", "note", "deputy", "is_on_call"):
        setattr(point, name, getattr(values, name))
    point.save()
    return point
