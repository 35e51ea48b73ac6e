"""A shift on one date, or hours off in which what comes back every week does not hold."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.models import Membership, User
from hjemvei.core.errors import RuleBroken
from hjemvei.parties.models import Unit
from hjemvei.presence.choices import ShiftKind
from hjemvei.presence.models import Shift
from hjemvei.presence.policy import can_keep_roster
from hjemvei.presence.rules import Stretch, span


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftValues:
    """An end not later than the beginning is on the next day."""

    kind: ShiftKind
    on: dt.date
    begins: dt.time
    ends: dt.time


def save_shift(
    *, actor: Actor, unit: Unit, user: User, values: ShiftValues, at: dt.datetime, today: dt.date
) -> None:
    """Sent twice it is one. Raises NotAllowed, and RuleBroken for a day that has passed, for somebody who
    does not work in the unit, and for a shift on top of another.
    """
    can_keep_roster(actor, unit, user_id=user.pk).require()
    if values.on < today:
        raise RuleBroken(_("Velg i dag eller en dag som kommer."), code="past", field="on")
    if not Membership.objects.in_force(today).filter(unit=unit, user=user).exists():
        text = _("%(name)s arbeider ikke i %(unit)s.")
        raise RuleBroken(text % {"name": user.name, "unit": unit.name}, field="user")
    stretch = span(values.on, values.begins, values.ends)
    if keep_shift(actor, unit, user.pk, values.kind, stretch, at=at) is None:
        text = _("Vakten overlapper en annen vakt for den samme.")
        raise RuleBroken(text, code="overlaps", field="begins")


def keep_shift(
    actor: Actor, unit: Unit, user_id: int, kind: ShiftKind, stretch: Stretch, *, at: dt.datetime
) -> bool | None:
    """Whether it is new; None where it overlaps."""
    try:
        with transaction.atomic():
            _row, made = Shift.objects.get_or_create(
                unit=unit,
                user_id=user_id,
                kind=kind,
                starts_at=stretch.starts_at,
                ends_at=stretch.ends_at,
                cancelled_at=None,
                defaults={
                    "controller_id": unit.controller_id,
                    "recorded_by_id": actor.user_id,
                    "recorded_at": at,
                },
            )
    except IntegrityError:
        return None
    return made
