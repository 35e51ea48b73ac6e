"""One date is called off, or has other times. Who had a slot is shown to those who booked it, to be moved."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor
from hjemvei.core.errors import RuleBroken
from hjemvei.presence.models import VisitChange, VisitDay
from hjemvei.presence.policy import can_change_visit_day


def change_visit_day(
    *,
    actor: Actor,
    day: VisitDay,
    on: dt.date,
    begins: dt.time | None,
    ends: dt.time | None,
    reason: str,
    at: dt.datetime,
    today: dt.date,
) -> VisitChange:
    """No times: it is called off. Raises NotAllowed and RuleBroken; the same again is nothing new."""
    can_change_visit_day(actor, day).require()
    if on < today:
        raise RuleBroken(_("Dagen er over."), field="on")
    if (begins is None) != (ends is None):
        raise RuleBroken(_("Fyll inn både fra og til, eller ingen av dem."), field="ends")
    if begins is not None and ends is not None and ends <= begins:
        raise RuleBroken(_("Slutten må være etter begynnelsen."), field="ends")
    newest: VisitChange | None = day.changes.filter(falls_on=on).order_by("-id").first()
    if newest is not None and (newest.begins, newest.ends, newest.reason) == (begins, ends, reason.strip()):
        return newest
    return VisitChange.objects.create(
        visit_day=day,
        falls_on=on,
        begins=begins,
        ends=ends,
        reason=reason.strip(),
        recorded_by_id=actor.user_id,
        recorded_at=at,
    )
