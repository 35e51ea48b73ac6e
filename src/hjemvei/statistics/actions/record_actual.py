"""The parties' own number for a year, with where it comes from. A correction is a new row."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor
from hjemvei.core.errors import RuleBroken
from hjemvei.statistics.choices import Kind, Measure
from hjemvei.statistics.models import Figure, Target
from hjemvei.statistics.policy import can_set_target
from hjemvei.statistics.rules import SMALLEST, is_frozen

BY_HAND = (Measure.OWN, Measure.MEETINGS)


def record_actual(
    *, actor: Actor, target: Target, year: int, value: Decimal, note: str, today: dt.date, at: dt.datetime
) -> Figure:
    """Raises NotAllowed for who is no party; RuleBroken for what the system counts, a year to come, a number
    of people below five, or without its source.
    """
    can_set_target(actor, target.agreement).require()
    if target.code not in BY_HAND:
        raise RuleBroken(_("Dette tallet regner systemet ut selv."), code="counted")
    if year > today.year:
        raise RuleBroken(_("Året har ikke begynt."), code="too_early", field="year")
    if target.kind == Kind.PEOPLE and 0 < value < SMALLEST:
        raise RuleBroken(_("Færre enn fem personer skrives ikke her."), code="too_few", field="value")
    if not note.strip():
        raise RuleBroken(_("Skriv hvor tallet kommer fra."), code="no_note", field="note")
    return Figure.objects.create(
        agreement_id=target.agreement_id,
        target=target,
        code=target.code,
        year=year,
        value=value,
        is_final=is_frozen(year, today),
        note=note.strip(),
        counted_at=at,
        counted_by_id=actor.user_id,
    )
