"""Minutes and attendance: written by whoever leads, and after approval by nobody."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor
from hjemvei.cooperation.actions.plan_meeting import find_for_change
from hjemvei.cooperation.enums import Presence
from hjemvei.cooperation.models import Attendance, Meeting, Seat
from hjemvei.cooperation.states import MEETING
from hjemvei.cooperation.words import refuse_numbers
from hjemvei.core.errors import RuleBroken
from hjemvei.core.states import move


def write_minutes(
    *, actor: Actor, meeting: Meeting, minutes: str, attended: Mapping[int, Presence], at: dt.datetime
) -> Meeting:
    """`attended` by seat. Raises RuleBroken before the meeting, without words, and for a foreign seat."""
    locked = find_for_change(actor, meeting)
    refuse_numbers(minutes=minutes)
    if locked.starts_at > at:
        raise RuleBroken(_("Møtet har ikke vært ennå."), code="too_early")
    if not minutes.strip():
        raise RuleBroken(_("Skriv referatet."), code="empty", field="minutes")
    seats = set(Seat.objects.filter(forum_id=locked.forum_id).values_list("pk", flat=True).order_by())
    if not set(attended) <= seats:
        raise RuleBroken(_("En av dem sitter ikke her."), code="no_seat")
    move(locked, "hold", by=MEETING)
    locked.minutes, locked.minutes_by_id = minutes.strip(), actor.user_id
    locked.save(update_fields=["state", "minutes", "minutes_by"])
    rows = [
        Attendance(forum_id=locked.forum_id, meeting=locked, seat_id=seat, presence=presence)
        for seat, presence in attended.items()
    ]
    Attendance.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["meeting", "seat"], update_fields=["presence"]
    )
    return locked


def approve_minutes(*, actor: Actor, meeting: Meeting, at: dt.datetime) -> Meeting:
    """Raises RuleBroken before they are written. From here on the database refuses every change."""
    locked = find_for_change(actor, meeting)
    move(locked, "approve", by=MEETING)
    locked.approved_by_id, locked.approved_at = actor.user_id, at
    locked.save(update_fields=["state", "approved_by", "approved_at"])
    return locked
