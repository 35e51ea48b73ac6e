"""What everybody may read about units: where to turn, when it is open, what is known."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Prefetch, Q, QuerySet
from django.http import Http404

from hjemvei.core.paging import Page, page
from hjemvei.parties.enums import PUBLIC_KINDS, SecurityLevel, UnitKind, Weekday
from hjemvei.parties.models import ContactPoint, Controller, OpeningHours, Unit, UnitFact
from hjemvei.parties.rules import Hours, closes_at, is_open, next_open

GROUPS = {
    "prisons": (UnitKind.PRISON, UnitKind.PROBATION_OFFICE),
    "municipal": (
        UnitKind.COORDINATION,
        UnitKind.HOUSING_OFFICE,
        UnitKind.SOCIAL_SERVICE,
        UnitKind.CITY_DISTRICT,
        UnitKind.HEALTH,
        UnitKind.FOLLOW_UP,
    ),
    "others": (UnitKind.PROVIDER, UnitKind.USER_ORGANISATION, UnitKind.COUNTY_GOVERNOR, UnitKind.STATE),
}
FIELDS = (
    "id",
    "slug",
    "name",
    "kind",
    "security",
    "controller__name",
    "municipality__name_norwegian",
)


@dataclass(frozen=True, slots=True)
class Open:
    """`known` is False without opening hours."""

    known: bool
    now: bool = False
    until: dt.time | None = None
    next: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class UnitRow:
    slug: str
    name: str
    kind: str
    security: str
    controller: str
    municipality: str
    phone: str = ""
    open: Open = field(default_factory=lambda: Open(False))


@dataclass(frozen=True, slots=True)
class PointView:
    key: str
    purpose: str
    phone: str
    email: str
    note: str
    is_on_call: bool
    open: Open
    week: Sequence[tuple[str, str]]
    deputy: str
    deputy_reach: str


@dataclass(frozen=True, slots=True)
class FactView:
    label: str
    value: str
    source: str
    starts_on: dt.date
    ends_before: dt.date | None


def find_unit(slug: str) -> Unit:
    found = Unit.objects.select_related("controller", "municipality", "parent", "successor", "located_at")
    unit = found.filter(slug=slug).first()
    if unit is None:
        raise Http404
    return unit


def find_point(unit: Unit, key: str) -> ContactPoint:
    point = ContactPoint.objects.filter(unit=unit, key=key).select_related("unit").first()
    if point is None:
        raise Http404
    return point


def units(*, words: str, group: str, cursor: str, at: dt.datetime) -> Page[UnitRow]:
    """Units in force, twenty-five by name, with the first contact point of each."""
    rows = Unit.objects.in_force(at.date())
    if group in GROUPS:
        rows = rows.filter(kind__in=GROUPS[group])
    for word in words.split()[:5]:
        rows = rows.filter(Q(name__icontains=word) | Q(municipality__name_norwegian__icontains=word))
    found = page(rows.values(*FIELDS), by=("name", "id"), cursor=cursor)
    points = first_points([int(row["id"]) for row in found.rows], at)
    shown = [_row(row, points.get(int(row["id"])), at) for row in found.rows]
    return Page(shown, found.next_cursor, found.previous_cursor)


def _row(row: dict[str, str], point: ContactPoint | None, at: dt.datetime) -> UnitRow:
    return UnitRow(
        slug=row["slug"],
        name=row["name"],
        kind=str(UnitKind(row["kind"]).label),
        security=str(SecurityLevel(row["security"]).label) if row["security"] else "",
        controller=row["controller__name"],
        municipality=row["municipality__name_norwegian"] or "",
        phone=(point.phone or point.email) if point else "",
        open=open_state(hours_of(point), at=at) if point else Open(False),
    )


def first_points(unit_ids: Sequence[int], at: dt.datetime) -> dict[int, ContactPoint]:
    first: dict[int, ContactPoint] = {}
    for point in points_in_force(at.date()).filter(unit_id__in=unit_ids):
        first.setdefault(point.unit_id, point)
    return first


def points_in_force(today: dt.date) -> QuerySet[ContactPoint]:
    live = Q(ends_before__isnull=True) | Q(ends_before__gt=today)
    hours = Prefetch("opening_hours", OpeningHours.objects.order_by("weekday", "opens_at"))
    rows = ContactPoint.objects.filter(live, starts_on__lte=today).select_related("deputy", "deputy__unit")
    return rows.prefetch_related(hours).order_by("is_on_call", "purpose", "pk")


def hours_of(point: ContactPoint) -> list[Hours]:
    return [Hours(int(row.weekday), row.opens_at, row.closes_at) for row in point.opening_hours.all()]


def open_state(hours: Sequence[Hours], *, at: dt.datetime) -> Open:
    """`at` in Norwegian local time."""
    if not hours:
        return Open(False)
    return Open(True, is_open(hours, at=at), closes_at(hours, at=at), next_open(hours, at=at))


def points_of(unit: Unit, *, at: dt.datetime) -> list[PointView]:
    return [_point(point, at) for point in points_in_force(at.date()).filter(unit=unit)]


def _point(point: ContactPoint, at: dt.datetime) -> PointView:
    hours = hours_of(point)
    deputy = point.deputy
    return PointView(
        key=point.key,
        purpose=point.purpose,
        phone=point.phone,
        email=point.email,
        note=point.note,
        is_on_call=point.is_on_call,
        open=open_state(hours, at=at),
        week=_week(hours),
        deputy=f"{deputy.purpose}, {deputy.unit.name}" if deputy else "",
        deputy_reach=(deputy.phone or deputy.email) if deputy else "",
    )


def _week(hours: Sequence[Hours]) -> list[tuple[str, str]]:
    days: dict[int, list[str]] = defaultdict(list)
    for row in hours:
        days[row.weekday].append(f"{row.opens_at:%H:%M}–{row.closes_at:%H:%M}")
    return [(str(Weekday(str(day)).label), ", ".join(times)) for day, times in sorted(days.items())]


def facts_of(unit: Unit, *, today: dt.date) -> tuple[list[FactView], list[FactView]]:
    """What is in force, and what was."""
    rows = UnitFact.objects.filter(unit=unit).order_by("kind", "-starts_on")
    views = [
        FactView(
            str(row.get_kind_display()),
            " · ".join(part for part in ("" if row.number is None else str(row.number), row.text) if part),
            row.source,
            row.starts_on,
            row.ends_before,
        )
        for row in rows
    ]
    live = [view for view in views if view.ends_before is None or view.ends_before > today]
    return live, [view for view in views if view not in live]


def children_of(unit: Unit, *, today: dt.date) -> list[Unit]:
    return list(unit.children.in_force(today).order_by("name", "pk"))


def deputies(unit: Unit, *, but: str) -> QuerySet[ContactPoint]:
    """Contact points of the same controller, which may answer for one another."""
    rows = ContactPoint.objects.filter(unit__controller_id=unit.controller_id, ends_before__isnull=True)
    return rows.exclude(key=but).select_related("unit").order_by("unit__name", "purpose", "pk")


def archive_of(controller: Controller) -> Controller | None:
    """Which body answers for the archive of the controller's records; None: nobody has been named."""
    return controller if controller.kind in PUBLIC_KINDS else controller.archive_body
