"""A new fact about a unit closes the one before it; what once was known can still be read."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from hjemvei.core.errors import RuleBroken
from hjemvei.parties.enums import FactKind
from hjemvei.parties.models import Unit, UnitFact
from hjemvei.parties.policy import Editor, can_edit_unit


def record_fact(
    *,
    actor: Editor,
    unit: Unit,
    kind: FactKind,
    number: int | None,
    text: str,
    source: str,
    starts_on: dt.date,
) -> UnitFact:
    """From the same day it corrects. Raises NotAllowed, and RuleBroken for nothing said or a later fact."""
    can_edit_unit(actor, unit).require()
    if number is None and not text.strip():
        raise RuleBroken(_("Skriv et tall eller en tekst."), field="number")
    rows = UnitFact.objects.select_for_update().filter(unit=unit, kind=kind)
    if rows.filter(starts_on__gt=starts_on).exists():
        raise RuleBroken(_("Det er registrert en nyere opplysning. Velg en senere dato."), field="starts_on")
    values = {"number": number, "text": text.strip(), "source": source.strip()}
    same = rows.filter(starts_on=starts_on).first()
    if same is not None:
        rows.filter(pk=same.pk).update(**values)
        return same
    rows.filter(ends_before__isnull=True).update(ends_before=starts_on)
    rows.filter(ends_before__gt=starts_on).update(ends_before=starts_on)
    return UnitFact.objects.create(unit=unit, kind=kind, starts_on=starts_on, **values)
