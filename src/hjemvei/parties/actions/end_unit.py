"""A unit is closed down; another takes over what it had."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from hjemvei.core.errors import RuleBroken
from hjemvei.parties.holders import left_at
from hjemvei.parties.models import Unit
from hjemvei.parties.policy import Editor, can_end_unit


def end_unit(*, actor: Editor, unit: Unit, last_day: dt.date, successor: Unit | None) -> None:
    """Raises NotAllowed, and RuleBroken for a successor that ends first or is the unit itself, and while
    something there would be nobody's.
    """
    can_end_unit(actor, unit).require()
    ends_before = last_day + dt.timedelta(days=1)
    if ends_before <= unit.starts_on:
        raise RuleBroken(_("Siste dag kan ikke være før enheten begynte."), field="last_day")
    if successor is not None:
        if successor.pk == unit.pk or successor.controller_id != unit.controller_id:
            raise RuleBroken(_("Velg en annen enhet i samme virksomhet."), field="successor")
        if successor.ends_before is not None and successor.ends_before <= ends_before:
            raise RuleBroken(_("Enheten som tar over, legges ned før denne."), field="successor")
    if left := left_at(unit, last_day):
        text = _("Dette ville blitt stående uten noen: %(left)s. Gi det et nytt sted først.")
        raise RuleBroken(text % {"left": left}, field="last_day")
    Unit.objects.filter(pk=unit.pk).update(ends_before=ends_before, successor=successor)
