"""Visiting days and visits, as pages read them. Who comes is shown to those who see the case, and noted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.http import Http404

from hjemvei.accounts.actor import Actor
from hjemvei.needs.queries import people_in
from hjemvei.parties.models import Unit
from hjemvei.presence.choices import VisitState
from hjemvei.presence.models import Booking, VisitDay
from hjemvei.presence.policy import can_change_visit
from hjemvei.presence.rules import OSLO, Stretch, moment, slots
from hjemvei.presence.slots import free_slots, is_held, openings, taken
from hjemvei.sharing.models import Case
from hjemvei.sharing.queries import participants

TONES = {"booked": "info", "done": "success", "absent": "warning", "moved": "neutral", "cancelled": "neutral"}
MOST, DATES = 30, 3


@dataclass(frozen=True, slots=True)
class DayView:
    """A fixed day: next dates with how many slots are left. Opening None: called off."""

    key: str
    unit: str
    unit_slug: str
    prison: str
    prison_slug: str
    who: str
    topic: str
    place: str
    weekday: str
    begins: dt.time
    ends: dt.time
    every_weeks: int
    ends_before: dt.date | None
    coming: Sequence[tuple[dt.date, Stretch, int]]


@dataclass(frozen=True, slots=True)
class VisitView:
    """`is_stranded`: the day it was booked for is called off or has other times; it must be moved."""

    key: str
    case_key: str
    name: str
    unit: str
    topic: str
    place: str
    prison: str
    starts_at: dt.datetime
    ends_at: dt.datetime
    state: str
    state_label: str
    tone: str
    about: str
    reason: str
    is_stranded: bool
    is_over: bool
    may_change: bool


@dataclass(frozen=True, slots=True)
class DayList:
    """The list of a day in one prison or of one visitor's unit. `hidden` slots are taken by people whose case
    is not open to the reader.
    """

    visits: Sequence[VisitView]
    hidden: int
    free: int


def live_days(today: dt.date) -> QuerySet[VisitDay]:
    rows = VisitDay.objects.filter(Q(ends_before__isnull=True) | Q(ends_before__gt=today))
    found: QuerySet[VisitDay] = rows.select_related("unit", "prison", "user").prefetch_related("changes")
    return found.order_by("weekday", "begins", "id")


def days_of(unit: Unit, *, at: dt.datetime) -> list[DayView]:
    """Both those the unit comes on, and those on which others come to it."""
    today = at.astimezone(OSLO).date()
    return [_day(row, at) for row in of_unit(live_days(today), unit)]


def of_unit(rows: QuerySet[VisitDay], unit: Unit) -> QuerySet[VisitDay]:
    """Those it comes on, and those on which others come to it."""
    return rows.filter(Q(unit=unit) | Q(prison=unit))


def coming_of(row: VisitDay, at: dt.datetime) -> list[tuple[dt.date, Stretch, int]]:
    """The next three dates with how many slots are left."""
    left: dict[dt.date, int] = {}
    for one in free_slots(row, at=at):
        on = one.starts_at.astimezone(OSLO).date()
        left[on] = left.get(on, 0) + 1
    found = openings(row, since=at.astimezone(OSLO).date())
    return [(on, opening, left.get(on, 0)) for on, opening in found[:DATES]]


def _day(row: VisitDay, at: dt.datetime) -> DayView:
    return DayView(
        key=row.key,
        unit=row.unit.name,
        unit_slug=row.unit.slug,
        prison=row.prison.name,
        prison_slug=row.prison.slug,
        who=row.user.name if row.user else "",
        topic=row.topic,
        place=row.place,
        weekday=str(row.get_weekday_display()),
        begins=row.begins,
        ends=row.ends,
        every_weeks=row.every_weeks,
        ends_before=row.ends_before,
        coming=coming_of(row, at),
    )


def find_day(key: str) -> VisitDay:
    row: VisitDay | None = VisitDay.objects.filter(key=key).select_related("unit", "prison", "user").first()
    if row is None:
        raise Http404
    return row


def bookable(actor: Actor, case: Case, *, at: dt.datetime) -> list[VisitDay]:
    """The days on which somebody comes to where the person is."""
    here = {part.unit_id for part in participants(case)}
    return list(live_days(at.astimezone(OSLO).date()).filter(prison_id__in=here))


def choices_of(days: Sequence[VisitDay], *, at: dt.datetime) -> list[tuple[VisitDay, Stretch]]:
    found = [(day, slot) for day in days for slot in free_slots(day, at=at)]
    return sorted(found, key=lambda pair: (pair[1].starts_at, pair[0].pk))


def visits_of(actor: Actor, case: Case, *, at: dt.datetime) -> list[VisitView]:
    """Those to come first, then the newest."""
    rows = Booking.objects.visible_to(actor).of(case).order_by("-starts_at", "-id")
    found = [_visit(actor, row, "", at) for row in _joined(rows)[:MOST]]
    coming = [one for one in found if not one.is_over and one.state == VisitState.BOOKED]
    return [*reversed(coming), *[one for one in found if one not in coming]]


def _joined(rows: QuerySet[Booking]) -> list[Booking]:
    named = rows.select_related("case", "visit_day__unit", "visit_day__prison")
    return list(named.prefetch_related("visit_day__changes"))


def day_list(actor: Actor, unit: Unit, *, on: dt.date, at: dt.datetime) -> DayList:
    """For who is on shift in the prison, and for who comes: the people of the day, by the clock."""
    days = list(of_unit(live_days(on), unit))
    since, until = moment(on, dt.time(0)), moment(on + dt.timedelta(days=1), dt.time(0))
    rows = Booking.objects.visible_to(actor).filter(
        visit_day__in=days, starts_at__gte=since, starts_at__lt=until, state__in=["booked", "done", "absent"]
    )
    visits = _joined(rows.order_by("starts_at", "id"))
    people = people_in(actor, {row.case_id for row in visits})
    shown = [_visit(actor, row, people.get(row.case_id, ""), at) for row in visits]
    gone = taken([day.pk for day in days], since=since, until=until) if days else {}
    count = sum(len(found) for found in gone.values())
    seen = sum(row.state in ("booked", "done") for row in visits)
    whole = [
        slot
        for day in days
        for held_on, opening in openings(day, since=on, weeks=1)
        if held_on == on
        for slot in slots(opening, minutes=day.slot_minutes)
    ]
    return DayList(shown, count - seen, max(len(whole) - count, 0))


def _visit(actor: Actor, row: Booking, name: str, at: dt.datetime) -> VisitView:
    day = row.visit_day
    is_open = row.state == VisitState.BOOKED
    return VisitView(
        key=row.key,
        case_key=row.case.key,
        name=name,
        unit=day.unit.name,
        topic=day.topic,
        place=day.place,
        prison=day.prison.name,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        state=row.state,
        state_label=str(VisitState(row.state).label),
        tone=TONES[row.state],
        about=row.about,
        reason=row.reason,
        is_stranded=is_open and row.starts_at > at and not is_held(day, row.starts_at, row.ends_at),
        is_over=row.starts_at <= at,
        may_change=is_open and bool(can_change_visit(actor, row)),
    )
