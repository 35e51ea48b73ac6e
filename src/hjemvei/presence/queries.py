"""When people are there, as pages ask it: rosters, absence, opening hours; who is contact for what."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.http import Http404

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import Role
from hjemvei.accounts.models import Absence, Membership, User
from hjemvei.cases.models import Assignment
from hjemvei.cases.states import AssignmentState
from hjemvei.core.working_days import holidays_of
from hjemvei.parties.models import ContactPoint, OpeningHours, Unit
from hjemvei.presence.choices import ShiftKind
from hjemvei.presence.models import ContactDuty, Shift, ShiftPattern
from hjemvei.presence.rules import ONE_DAY, OSLO, Stretch, Weekly, both, moment, next_time, presence
from hjemvei.sharing.models import Case

AHEAD = 21
"""Days looked ahead for a time when two are there: three weeks, the longest common rota."""
Stretches = list[Stretch]


@dataclass(frozen=True, slots=True)
class Away:
    """Somebody is absent today; `deputy` may be empty."""

    until: dt.date
    deputy: str


@dataclass(frozen=True, slots=True)
class There:
    """One of those with a part in the case. `now` until when; `next` when again; `both` when you are too."""

    name: str
    role: str
    unit: str
    slug: str
    known: bool
    now: dt.datetime | None
    next: Stretch | None
    both: Stretch | None
    away: Away | None


@dataclass(frozen=True, slots=True)
class Meeting:
    """`ours` says whether anything is known of when the reader is there."""

    people: Sequence[There]
    ours: bool


def holidays_around(at: dt.datetime) -> Collection[dt.date]:
    return {day for year in {at.year, at.year + 1} for day in holidays_of(year)}


def when_there(
    actor: Actor, user_ids: Collection[int], *, at: dt.datetime, for_days: int = AHEAD
) -> dict[int, Stretches]:
    """By rosters that the actor may see, less absence; nobody without a roster is in the answer."""
    until = at + dt.timedelta(days=for_days)
    patterns, dated = _rosters(actor, user_ids, at, until)
    off = _absences(user_ids, at)
    found = {}
    for user_id in {*patterns, *dated}:
        mine = dated.get(user_id, [])
        found[user_id] = presence(
            patterns.get(user_id, []),
            extra=[one for kind, one in mine if kind == ShiftKind.ON],
            off=[*(one for kind, one in mine if kind == ShiftKind.OFF), *off.get(user_id, [])],
            since=at,
            for_days=for_days,
        )
    return found


def _rosters(
    actor: Actor, user_ids: Collection[int], at: dt.datetime, until: dt.datetime
) -> tuple[dict[int, list[Weekly]], dict[int, list[tuple[str, Stretch]]]]:
    patterns: dict[int, list[Weekly]] = defaultdict(list)
    today = at.astimezone(OSLO).date()
    live = Q(ends_before__isnull=True) | Q(ends_before__gt=today - ONE_DAY)
    for row in ShiftPattern.objects.visible_to(actor).filter(live, user_id__in=user_ids).order_by("id"):
        patterns[row.user_id].append(weekly_of(row))
    dated: dict[int, list[tuple[str, Stretch]]] = defaultdict(list)
    rows = Shift.objects.visible_to(actor).filter(
        user_id__in=user_ids, cancelled_at__isnull=True, ends_at__gt=at, starts_at__lt=until
    )
    for shift in rows.order_by("starts_at", "id"):
        dated[shift.user_id].append((shift.kind, Stretch(shift.starts_at, shift.ends_at)))
    return patterns, dated


def weekly_of(row: ShiftPattern) -> Weekly:
    return Weekly(
        weekday=int(row.weekday),
        begins=row.begins,
        ends=row.ends,
        starts_on=row.starts_on,
        ends_before=row.ends_before,
        every_weeks=row.every_weeks,
    )


def _absences(user_ids: Collection[int], at: dt.datetime) -> dict[int, Stretches]:
    found: dict[int, Stretches] = defaultdict(list)
    rows = Absence.objects.filter(user_id__in=user_ids, ends_before__gt=at.astimezone(OSLO).date())
    for row in rows.order_by("id"):
        whole = Stretch(moment(row.starts_on, dt.time(0)), moment(row.ends_before, dt.time(0)))
        found[row.user_id].append(whole)
    return found


def away_now(user_ids: Collection[int], *, today: dt.date) -> dict[int, Away]:
    rows = Absence.objects.filter(user_id__in=user_ids, starts_on__lte=today, ends_before__gt=today)
    named = rows.order_by("ends_before", "id").values_list("user_id", "ends_before", "deputy__name")
    return {user_id: Away(ends - ONE_DAY, deputy or "") for user_id, ends, deputy in named}


def unit_hours(unit_ids: Collection[int], *, at: dt.datetime, for_days: int = AHEAD) -> dict[int, Stretches]:
    """When the units' contact points are open; closed on public holidays. None is known without hours."""
    today = at.astimezone(OSLO).date()
    points = ContactPoint.objects.filter(
        Q(ends_before__isnull=True) | Q(ends_before__gt=today),
        unit_id__in=unit_ids,
        is_on_call=False,
        starts_on__lte=today,
    )
    weekly: dict[int, list[Weekly]] = defaultdict(list)
    hours = OpeningHours.objects.filter(contact_point__in=points).order_by("id")
    names = ("contact_point__unit_id", "weekday", "opens_at", "closes_at")
    for unit_id, weekday, opens, closes in hours.values_list(*names):
        row = Weekly(weekday=int(weekday), begins=opens, ends=closes, on_holidays=False)
        weekly[unit_id].append(row)
    holidays = holidays_around(at)
    return {
        unit_id: presence(rows, holidays=holidays, since=at, for_days=for_days)
        for unit_id, rows in weekly.items()
    }


def meeting(actor: Actor, case: Case, *, at: dt.datetime) -> Meeting:
    """Everybody who has said yes to a part, with when they are there and when the reader is there as well."""
    rows = Assignment.objects.visible_to(actor).of(case).filter(state=AssignmentState.ACCEPTED)
    parts = list(rows.select_related("to_unit", "to_user").order_by("-is_owner", "id"))
    users = {row.to_user_id for row in parts if row.to_user_id}
    rosters = when_there(actor, users | {actor.user_id}, at=at)
    hours = unit_hours({row.to_unit_id for row in parts} | {actor.unit_id}, at=at)
    away = away_now(users, today=at.astimezone(OSLO).date())
    ours = rosters.get(actor.user_id, hours.get(actor.unit_id))
    people = [_there(row, rosters, hours, ours, away, at) for row in parts if row.to_user_id != actor.user_id]
    return Meeting(people, ours is not None)


def _there(
    row: Assignment,
    rosters: dict[int, Stretches],
    hours: dict[int, Stretches],
    ours: Stretches | None,
    away: dict[int, Away],
    at: dt.datetime,
) -> There:
    theirs = rosters.get(row.to_user_id or 0, hours.get(row.to_unit_id))
    now, coming = state_of(theirs or [], at)
    return There(
        name=row.to_user.name if row.to_user else row.to_unit.name,
        role=str(Role(row.role).label),
        unit=row.to_unit.name,
        slug=row.to_unit.slug,
        known=theirs is not None,
        now=now,
        next=coming,
        both=next_time(both(ours, theirs)) if ours is not None and theirs is not None else None,
        away=away.get(row.to_user_id or 0),
    )


def state_of(stretches: Sequence[Stretch], at: dt.datetime) -> tuple[dt.datetime | None, Stretch | None]:
    """Until when somebody is there now, and the next time after."""
    now = next((one.ends_at for one in stretches if one.starts_at <= at < one.ends_at), None)
    return now, next((one for one in stretches if one.starts_at > at), None)


def units_meet(actor: Actor, unit: Unit, *, at: dt.datetime) -> tuple[Stretch | None, bool]:
    """When the reader's unit and another are both open, and whether both are known."""
    hours = unit_hours({unit.pk, actor.unit_id}, at=at)
    theirs, ours = hours.get(unit.pk), hours.get(actor.unit_id)
    if ours is None or theirs is None:
        return None, False
    return next_time(both(ours, theirs)), True


@dataclass(frozen=True, slots=True)
class DutyView:
    key: str
    topic: str
    name: str
    towards: str
    deputy: str
    away: Away | None


def duties_of(unit: Unit, *, today: dt.date) -> list[DutyView]:
    """Who is contact for what; whoever is away has a deputy shown instead."""
    live = Q(ends_before__isnull=True) | Q(ends_before__gt=today)
    rows = ContactDuty.objects.filter(live, unit=unit, starts_on__lte=today)
    found = list(rows.select_related("user", "deputy", "towards").order_by("topic", "id"))
    away = away_now([row.user_id for row in found], today=today)
    return [
        DutyView(
            key=row.key,
            topic=row.topic,
            name=row.user.name,
            towards=row.towards.name if row.towards else "",
            deputy=row.deputy.name if row.deputy else "",
            away=away.get(row.user_id),
        )
        for row in found
    ]


@dataclass(frozen=True, slots=True)
class PatternView:
    key: str
    name: str
    weekday: str
    begins: dt.time
    ends: dt.time
    every_weeks: int
    starts_on: dt.date
    may_change: bool


@dataclass(frozen=True, slots=True)
class OnShift:
    name: str
    starts_at: dt.datetime
    ends_at: dt.datetime


def staff_of(unit: Unit, *, today: dt.date) -> list[User]:
    seats = Membership.objects.in_force(today).filter(unit=unit, user__is_active=True, user__kind="person")
    return list(User.objects.filter(pk__in=seats.values("user_id")).order_by("name", "pk"))


def roster_of(
    actor: Actor, unit: Unit, *, at: dt.datetime, for_days: int = 14
) -> list[tuple[dt.date, list[OnShift]]]:
    """Who is on shift, by day; a night stands on the day it begins."""
    today = at.astimezone(OSLO).date()
    names = {user.pk: user.name for user in staff_of(unit, today=today)}
    since = moment(today, dt.time(0))
    found: dict[dt.date, list[OnShift]] = {today + dt.timedelta(days=n): [] for n in range(for_days)}
    for user_id, stretches in when_there(actor, names.keys(), at=since, for_days=for_days).items():
        for one in stretches:
            day = one.starts_at.astimezone(OSLO).date()
            found.setdefault(day, []).append(OnShift(names[user_id], one.starts_at, one.ends_at))
    return [(day, sorted(rows, key=lambda row: (row.starts_at, row.name))) for day, rows in found.items()]


def patterns_of(actor: Actor, unit: Unit, *, today: dt.date, may_change: Iterable[int]) -> list[PatternView]:
    live = Q(ends_before__isnull=True) | Q(ends_before__gt=today)
    allowed = set(may_change)
    rows = ShiftPattern.objects.visible_to(actor).filter(live, unit=unit).select_related("user")
    return [
        PatternView(
            row.key, row.user.name, str(row.get_weekday_display()), row.begins, row.ends, row.every_weeks,
            row.starts_on, row.user_id in allowed,
        )
        for row in rows.order_by("user__name", "weekday", "begins", "id")
    ]  # fmt: skip


def find_pattern(actor: Actor, unit: Unit, key: str) -> ShiftPattern:
    rows = ShiftPattern.objects.visible_to(actor).filter(unit=unit, key=key).select_related("unit")
    row: ShiftPattern | None = rows.first()
    if row is None:
        raise Http404
    return row


def find_duty(unit: Unit, key: str) -> ContactDuty:
    row: ContactDuty | None = ContactDuty.objects.filter(unit=unit, key=key).select_related("unit").first()
    if row is None:
        raise Http404
    return row
