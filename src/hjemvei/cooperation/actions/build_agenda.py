"""The agenda of a meeting: what the sources bring, and what members put there."""

from __future__ import annotations

import datetime as dt

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor
from hjemvei.cooperation.enums import AgendaSource
from hjemvei.cooperation.models import AgendaPoint, Meeting
from hjemvei.cooperation.policy import can_add_point, can_lead, can_withdraw_point
from hjemvei.cooperation.sources import Asked, points_for
from hjemvei.cooperation.states import MeetingState
from hjemvei.cooperation.words import refuse_numbers
from hjemvei.core.errors import RuleBroken
from hjemvei.core.text import new_key
from hjemvei.deviations.actions.put_on_agenda import put_on_agenda


def build_agenda(*, actor: Actor, meeting: Meeting, at: dt.datetime) -> int:
    """Add what has come since it was built last; what stands there, or was taken away, stays so. Returns how
    many points were added.
    """
    can_lead(actor, meeting.forum).require()
    require_planned(meeting)
    if meeting.forum.agreement is not None:
        put_on_agenda(actor=actor, agreement=meeting.forum.agreement, meeting=meeting.key)
    known = set(AgendaPoint.objects.filter(meeting=meeting).values_list("source", "ref").order_by())
    new = [
        AgendaPoint(
            forum_id=meeting.forum_id,
            meeting=meeting,
            source=source,
            ref=point.ref[:80],
            title=point.title[:200],
            text=point.text[:2000],
            added_by_id=actor.user_id,
            added_at=at,
        )
        for source, point in points_for(Asked(actor, meeting, localdate(at)))
        if (source, point.ref[:80]) not in known
    ]
    AgendaPoint.objects.bulk_create(new)
    return len(new)


def add_point(*, actor: Actor, meeting: Meeting, title: str, text: str, at: dt.datetime) -> AgendaPoint:
    can_add_point(actor, meeting.forum).require()
    require_planned(meeting)
    refuse_numbers(title=title, text=text)
    if not title.strip():
        raise RuleBroken(_("Skriv hva saken er."), code="empty", field="title")
    point: AgendaPoint = AgendaPoint.objects.create(
        forum_id=meeting.forum_id,
        meeting=meeting,
        source=AgendaSource.OWN,
        ref=new_key(),
        title=title.strip(),
        text=text.strip(),
        added_by_id=actor.user_id,
        added_at=at,
    )
    return point


def withdraw_point(*, actor: Actor, point: AgendaPoint, at: dt.datetime) -> AgendaPoint:
    """Twice is once."""
    can_withdraw_point(actor, point).require()
    require_planned(point.meeting)
    if point.withdrawn_at is None:
        point.withdrawn_at = at
        point.save(update_fields=["withdrawn_at"])
    return point


def require_planned(meeting: Meeting) -> None:
    if meeting.state != MeetingState.PLANNED:
        raise RuleBroken(_("Sakslisten ligger fast når møtet er holdt eller avlyst."), code="wrong_state")
