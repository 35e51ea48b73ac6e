"""When people are there, when two are there at once, and visiting days, for other systems: read only."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from ninja import Query, Schema
from pydantic import Field

from hjemvei.accounts.api import ApiRequest
from hjemvei.core import clock
from hjemvei.core.api import Body, Key, Listed, Paging, Routes, Slug, page_of
from hjemvei.parties.queries import find_unit
from hjemvei.presence import policy, queries, visits
from hjemvei.presence.models import VisitDay
from hjemvei.presence.rules import OSLO, Stretch
from hjemvei.sharing.queries import find_case

presence = Routes("presence")
MOST_DAYS = 14


Clock = Annotated[str, Field(pattern=r"^\d\d:\d\d$")]


class StretchOut(Schema):
    """Half-open."""

    starts_at: dt.datetime
    ends_at: dt.datetime


class ShiftOut(StretchOut):
    """What the unit's own system must know to reach somebody; shown to the own organisation alone."""

    name: str


class MeetingTimeOut(Schema):
    """`both`: the next quarter of an hour or more in which the two units are open; none in the coming three
    weeks, or not known, is null. `known`: both have opening hours on record.
    """

    unit: str
    known: bool
    both: StretchOut | None


class ThereOut(Schema):
    """One of those with a part in the case. `until`: is there now, and until when; `next`: the next time;
    `both`: when the token's unit is there as well.
    """

    unit: str
    role: str
    known: bool
    until: dt.datetime | None
    next: StretchOut | None
    both: StretchOut | None


class OpeningOut(StretchOut):
    """A date of a visiting day with how many slots are left."""

    free: int


class VisitDayOut(Schema):
    """Somebody of `unit` comes to `prison`, from `begins` to `ends` by the Norwegian clock. `weekday`: 1 is
    Monday. `coming`: the next three dates.
    """

    key: str
    unit: str
    prison: str
    topic: str
    place: str
    weekday: int
    begins: Clock
    ends: Clock
    slot_minutes: int
    every_weeks: int
    ends_before: dt.date | None
    coming: list[OpeningOut]


class VisitDayQuery(Paging):
    """`unit`: only those it comes on, and those on which others come to it."""

    unit: Slug = ""


class ShiftQuery(Body):
    unit: Slug


@presence.read("/shifts", Listed[ShiftOut])
def list_shifts(request: ApiRequest, asked: Query[ShiftQuery]) -> Listed[ShiftOut]:
    """The coming fourteen days of one unit of the token's organisation, absence taken out."""
    actor, unit = request.actor, find_unit(asked.unit)
    policy.can_see_roster(actor, unit).require()
    days = queries.roster_of(actor, unit, at=clock.now(), for_days=MOST_DAYS)
    items = [
        ShiftOut(name=row.name, starts_at=row.starts_at, ends_at=row.ends_at)
        for _day, rows in days
        for row in rows
    ]
    return Listed[ShiftOut](items=items, next_cursor="")


@presence.read("/units/{slug}/next-time", MeetingTimeOut, single=True)
def read_next_time(request: ApiRequest, slug: Slug) -> MeetingTimeOut:
    unit = find_unit(slug)
    found, known = queries.units_meet(request.actor, unit, at=clock.now())
    return MeetingTimeOut(unit=unit.slug, known=known, both=_stretch(found))


@presence.read("/cases/{key}/next-times", Listed[ThereOut])
def list_next_times(request: ApiRequest, key: Key) -> Listed[ThereOut]:
    """For everybody who has said yes to a part in the case."""
    case = find_case(request.actor, key)
    found = queries.meeting(request.actor, case, at=clock.now())
    items = [
        ThereOut(
            unit=row.slug,
            role=row.role,
            known=row.known,
            until=row.now,
            next=_stretch(row.next),
            both=_stretch(row.both),
        )
        for row in found.people
    ]
    return Listed[ThereOut](items=items, next_cursor="")


@presence.read("/visit-days", Listed[VisitDayOut])
def list_visit_days(request: ApiRequest, paging: Query[VisitDayQuery]) -> Listed[VisitDayOut]:
    """Who comes when; who has booked is read in the case."""
    at = clock.now()
    rows = visits.live_days(at.astimezone(OSLO).date()).order_by()
    if paging.unit:
        rows = visits.of_unit(rows, find_unit(paging.unit))
    found = page_of(rows.values("id"), paging, by=("id",))
    ids = [row["id"] for row in found.rows]
    by_id = {row.pk: row for row in visits.live_days(at.astimezone(OSLO).date()).filter(pk__in=ids)}
    items = [_day(by_id[pk], at) for pk in ids]
    return Listed[VisitDayOut](items=items, next_cursor=found.next_cursor)


def _day(row: VisitDay, at: dt.datetime) -> VisitDayOut:
    names = ("key", "topic", "place", "slot_minutes", "every_weeks", "ends_before")
    return VisitDayOut(
        **{name: getattr(row, name) for name in names},
        begins=f"{row.begins:%H:%M}",
        ends=f"{row.ends:%H:%M}",
        unit=row.unit.slug,
        prison=row.prison.slug,
        weekday=int(row.weekday),
        coming=[
            OpeningOut(starts_at=opening.starts_at, ends_at=opening.ends_at, free=free)
            for _on, opening, free in visits.coming_of(row, at)
        ],
    )


def _stretch(found: Stretch | None) -> StretchOut | None:
    return StretchOut(starts_at=found.starts_at, ends_at=found.ends_at) if found else None
