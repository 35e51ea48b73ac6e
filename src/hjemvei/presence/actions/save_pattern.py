"""A shift that comes back. What was before stays on record; it ends, and the new one begins."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.models import Membership, User
from hjemvei.core.errors import RuleBroken
from hjemvei.parties.models import Unit
from hjemvei.presence.models import ShiftPattern
from hjemvei.presence.policy import can_keep_roster


@dataclass(frozen=True, slots=True, kw_only=True)
class PatternValues:
    weekdays: tuple[str, ...]
    begins: dt.time
    ends: dt.time
    every_weeks: int
    starts_on: dt.date


def save_pattern(
    *, actor: Actor, unit: Unit, user: User, values: PatternValues, at: dt.datetime, today: dt.date
) -> list[ShiftPattern]:
    """Sent twice it is one. Raises NotAllowed, and RuleBroken for somebody who does not work in the unit."""
    can_keep_roster(actor, unit, user_id=user.pk).require()
    if not Membership.objects.in_force(today).filter(unit=unit, user=user).exists():
        text = _("%(name)s arbeider ikke i %(unit)s.")
        raise RuleBroken(text % {"name": user.name, "unit": unit.name}, field="user")
    made = []
    for weekday in values.weekdays:
        row, _new = ShiftPattern.objects.get_or_create(
            unit=unit,
            user=user,
            weekday=weekday,
            begins=values.begins,
            ends=values.ends,
            every_weeks=values.every_weeks,
            starts_on=values.starts_on,
            ends_before=None,
            defaults={
                "controller_id": unit.controller_id,
                "recorded_by_id": actor.user_id,
                "recorded_at": at,
            },
        )
        made.append(row)
    return made
