"""The weekly hours of a contact point, all at once."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from hjemvei.core.errors import RuleBroken
from hjemvei.parties.models import ContactPoint, OpeningHours
from hjemvei.parties.policy import Editor, can_edit_unit
from hjemvei.parties.rules import Hours, overlap


def set_opening_hours(*, actor: Editor, point: ContactPoint, hours: Sequence[Hours]) -> None:
    """Replaces what stood before. Raises NotAllowed, and RuleBroken where an opening ends before it
    begins.
    """
    can_edit_unit(actor, point.unit).require()
    if any(row.closes_at <= row.opens_at for row in hours):
        raise RuleBroken(_("Stengetiden må være etter åpningstiden."))
    if overlap(hours):
        raise RuleBroken(_("To åpningstider samme dag kan ikke gå over i hverandre."))
    OpeningHours.objects.filter(contact_point=point).delete()
    OpeningHours.objects.bulk_create(
        OpeningHours(
            contact_point=point, weekday=str(row.weekday), opens_at=row.opens_at, closes_at=row.closes_at
        )
        for row in hours
    )
