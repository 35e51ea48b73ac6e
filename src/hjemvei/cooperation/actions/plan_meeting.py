"""Call a meeting, move it, call it off: those who sit there get a letter, their calendars follow."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Max
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor
from hjemvei.cooperation.actions.build_agenda import build_agenda
from hjemvei.cooperation.enums import ChairWay
from hjemvei.cooperation.letters import tell_members
from hjemvei.cooperation.models import Forum, Meeting, Seat
from hjemvei.cooperation.policy import can_lead
from hjemvei.cooperation.rules import Sitting, chair_of
from hjemvei.cooperation.states import MEETING, MeetingState
from hjemvei.cooperation.words import refuse_numbers
from hjemvei.core.errors import RuleBroken
from hjemvei.core.states import move


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """When and where; a place, a link, or both."""

    starts_at: dt.datetime
    ends_at: dt.datetime
    place: str = ""
    link: str = ""


def plan_meeting(*, actor: Actor, forum: Forum, slot: Slot, at: dt.datetime) -> Meeting:
    """With the agenda as it stands now. Raises RuleBroken for a time that has been, or is turned round."""
    can_lead(actor, forum).require()
    _check(slot, at=at)
    locked = Forum.objects.visible_to(actor).select_for_update(of=("self",)).get(pk=forum.pk)
    last = Meeting.objects.filter(forum=locked).aggregate(last=Max("number"))["last"]
    number = (last or 0) + 1
    meeting = Meeting.objects.create(
        forum=locked,
        number=number,
        chair_id=_chair(locked, number=number, on=localdate(slot.starts_at)),
        planned_by_id=actor.user_id,
        planned_at=at,
        **_place(slot),
    )
    build_agenda(actor=actor, meeting=meeting, at=at)
    tell_members(actor, meeting, at=at)
    return meeting


def move_meeting(*, actor: Actor, meeting: Meeting, slot: Slot, at: dt.datetime) -> Meeting:
    locked = find_for_change(actor, meeting)
    _check(slot, at=at)
    if locked.state != MeetingState.PLANNED:
        raise RuleBroken(_("Bare et planlagt møte kan flyttes."), code="wrong_state")
    for name, value in _place(slot).items():
        setattr(locked, name, value)
    locked.chair_id = _chair(locked.forum, number=locked.number, on=localdate(slot.starts_at))
    locked.sequence += 1
    locked.save(update_fields=["starts_at", "ends_at", "place", "link", "chair", "sequence"])
    tell_members(actor, locked, at=at)
    return locked


def cancel_meeting(*, actor: Actor, meeting: Meeting, reason: str, at: dt.datetime) -> Meeting:
    """Raises RuleBroken without a reason, or where it is held already."""
    locked = find_for_change(actor, meeting)
    refuse_numbers(reason=reason)
    if not reason.strip():
        raise RuleBroken(_("Skriv hvorfor."), code="no_reason", field="reason")
    move(locked, "cancel", by=MEETING)
    locked.cancel_reason, locked.sequence = reason.strip(), locked.sequence + 1
    locked.save(update_fields=["state", "cancel_reason", "sequence"])
    tell_members(actor, locked, at=at)
    return locked


def find_for_change(actor: Actor, meeting: Meeting) -> Meeting:
    """Locked, for whoever leads."""
    can_lead(actor, meeting.forum).require()
    rows = Meeting.objects.visible_to(actor).filter(pk=meeting.pk)
    found = rows.select_related("forum").select_for_update(of=("self",)).first()
    if found is None:
        raise RuleBroken(_("Referatet er godkjent og endres ikke mer."), code="wrong_state")
    locked: Meeting = found
    return locked


def _check(slot: Slot, *, at: dt.datetime) -> None:
    refuse_numbers(place=slot.place)
    if slot.ends_at <= slot.starts_at:
        raise RuleBroken(_("Møtet må slutte etter at det begynner."), code="order", field="ends")
    if slot.starts_at <= at:
        raise RuleBroken(_("Tidspunktet har vært."), code="past", field="on_day")
    if not slot.place and not slot.link:
        raise RuleBroken(_("Skriv et sted eller en lenke."), code="nowhere", field="place")


def _place(slot: Slot) -> dict[str, object]:
    return {
        "starts_at": slot.starts_at,
        "ends_at": slot.ends_at,
        "place": slot.place.strip(),
        "link": slot.link.strip(),
    }


def _chair(forum: Forum, *, number: int, on: dt.date) -> int | None:
    seats = Seat.objects.filter(forum=forum).order_by("pk")
    sitting = [Sitting(seat.pk, seat.role, seat.starts_on, seat.ends_before) for seat in seats]
    return chair_of(sitting, rotates=forum.chair_way == ChairWay.ROTATING, number=number, on=on)
