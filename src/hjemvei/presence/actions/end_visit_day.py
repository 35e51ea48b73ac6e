"""A fixed day comes to its end. Nobody with a slot after it is left to wait for somebody who never comes."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import ngettext

from hjemvei.accounts.actor import Actor
from hjemvei.core.errors import RuleBroken
from hjemvei.presence.models import VisitDay
from hjemvei.presence.policy import can_keep_visit_day
from hjemvei.presence.rules import moment
from hjemvei.presence.slots import taken


def end_visit_day(*, actor: Actor, day: VisitDay, last_day: dt.date, today: dt.date) -> None:
    """Raises NotAllowed, and RuleBroken while somebody has a slot after the last day."""
    can_keep_visit_day(actor, day.unit, user_id=day.user_id).require()
    ends_before = max(last_day + dt.timedelta(days=1), day.starts_on)
    after = moment(max(ends_before, today), dt.time(0))
    waiting = len(taken([day.pk], since=after, until=after + dt.timedelta(days=3650)).get(day.pk, []))
    if waiting:
        text = ngettext(
            "%(n)s besøk er avtalt etter siste dag. Flytt det eller avlys det først.",
            "%(n)s besøk er avtalt etter siste dag. Flytt dem eller avlys dem først.",
            waiting,
        )
        raise RuleBroken(text % {"n": waiting}, field="last_day")
    day.ends_before = ends_before
    day.save(update_fields=["ends_before"])
