"""Fixed days in the prison: agreed with it, told to everybody, and bookable (R82, R83)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.models import Membership, User
from hjemvei.core.errors import RuleBroken
from hjemvei.parties.enums import UnitKind
from hjemvei.parties.models import Unit
from hjemvei.presence.models import VisitDay
from hjemvei.presence.policy import can_keep_visit_day


@dataclass(frozen=True, slots=True, kw_only=True)
class DayValues:
    prison: Unit
    user: User | None
    topic: str
    place: str
    weekday: str
    begins: dt.time
    ends: dt.time
    slot_minutes: int
    every_weeks: int
    starts_on: dt.date


def save_visit_day(
    *, actor: Actor, unit: Unit, values: DayValues, at: dt.datetime, today: dt.date
) -> VisitDay:
    """Sent twice it is one. Raises NotAllowed and RuleBroken."""
    can_keep_visit_day(actor, unit, user_id=values.user.pk if values.user else None).require()
    if values.prison.kind != UnitKind.PRISON:
        raise RuleBroken(_("Velg et fengsel."), field="prison")
    if values.ends <= values.begins:
        raise RuleBroken(_("Slutten må være etter begynnelsen."), field="ends")
    length = (values.ends.hour - values.begins.hour) * 60 + values.ends.minute - values.begins.minute
    if length < values.slot_minutes:
        raise RuleBroken(_("Dagen er kortere enn ett møte."), field="slot_minutes")
    seats = Membership.objects.in_force(today).filter(unit=unit, user=values.user)
    if values.user is not None and not seats.exists():
        text = _("%(name)s arbeider ikke i %(unit)s.") % {"name": values.user.name, "unit": unit.name}
        raise RuleBroken(text, field="user")
    row, _made = VisitDay.objects.get_or_create(
        unit=unit,
        ends_before=None,
        **_columns(values),
        defaults={"controller_id": unit.controller_id, "recorded_by_id": actor.user_id, "recorded_at": at},
    )
    return row


def _columns(values: DayValues) -> dict[str, object]:
    return {name: getattr(values, name) for name in DayValues.__slots__}
