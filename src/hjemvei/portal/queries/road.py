"""What happens next and who does it, and the dates that count.

First lock: the cases and classes of the session.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.models import Model, Prefetch, QuerySet

from hjemvei.cases.enums import ReleaseCertainty
from hjemvei.cases.models import Absence, Custody, Placement, ReleaseDate, Task
from hjemvei.plans.models import Plan
from hjemvei.portal.here import Here
from hjemvei.portal.words import HELPER, ROLES, charge_text, step_text
from hjemvei.presence.choices import VisitState
from hjemvei.presence.models import Booking, VisitChange, VisitDay
from hjemvei.presence.slots import is_held
from hjemvei.sharing.models import CaseRow
from hjemvei.tenancies.models import FollowUp
from hjemvei.ui.parts import Text

MOST_STEPS = 30


@dataclass(frozen=True, slots=True)
class StepView:
    text: Text
    who: str
    due_on: dt.date
    is_late: bool
    done_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Helper:
    name: str
    role: Text
    unit: str
    charge: Text


@dataclass(frozen=True, slots=True)
class ReleaseView:
    """`expected_on` None means that nobody knows yet."""

    expected_on: dt.date | None
    is_sure: bool
    released_on: dt.date | None
    prison: str


def of_person(model: type[CaseRow], here: Here) -> QuerySet[Model, Model]:
    """Rows of the session's cases in the classes that it opens."""
    rows: QuerySet[Model, Model] = model.objects.filter(case_id__in=here.cases)  # type: ignore[attr-defined]
    if model.row_class is None:
        return rows.filter(info_class__in=sorted(here.classes))
    return rows if model.row_class in here.classes else rows.none()


def next_steps(here: Here, *, today: dt.date) -> list[StepView]:
    """What is to be done by others for the person, the earliest first; never what a unit notes for itself."""
    rows = of_person(Task, here).filter(
        done_at__isnull=True, exempted_at__isnull=True, lapsed_at__isnull=True, opens_on__lte=today
    )
    found = rows.order_by("due_on", "id").values("code", "title", "due_on", "to_unit__name")[:MOST_STEPS]
    return [
        StepView(
            step_text(row["code"], row["title"]), row["to_unit__name"], row["due_on"], row["due_on"] < today
        )
        for row in found
    ]


def done_steps(here: Here) -> list[StepView]:
    rows = of_person(Task, here).filter(done_at__isnull=False).order_by("-done_at", "-id")
    found = rows.values("code", "title", "due_on", "done_at", "to_unit__name")[:10]
    return [
        StepView(
            step_text(row["code"], row["title"]),
            row["to_unit__name"],
            row["due_on"],
            False,
            row["done_at"].date(),
        )
        for row in found
    ]


def helpers(here: Here) -> list[Helper]:
    """Those who have said yes to a part in it, by name."""
    found: list[Helper] = []
    for case_id in here.cases:
        with connection.cursor() as cursor:
            cursor.execute("SELECT name, role, unit, is_owner FROM kernel.portal_people(%s)", [case_id])
            found += [
                Helper(name, ROLES.get(role, HELPER), unit, charge_text(role) if owns else "")
                for name, role, unit, owns in cursor.fetchall()
            ]
    return found


def release(here: Here) -> ReleaseView | None:
    custody = of_person(Custody, here).order_by("-starts_on", "-id").values("id", "ends_before").first()
    if custody is None:
        return None
    dates = of_person(ReleaseDate, here).filter(custody_id=custody["id"])
    date = dates.order_by("-known_at", "-id").values("expected_on", "certainty").first() or {}
    places = of_person(Placement, here).filter(custody_id=custody["id"], ends_before__isnull=True)
    place = places.order_by("-starts_on").values("unit__name").first() or {}
    return ReleaseView(
        expected_on=date.get("expected_on"),
        is_sure=date.get("certainty") == ReleaseCertainty.FIXED,
        released_on=custody["ends_before"],
        prison=place.get("unit__name", ""),
    )


@dataclass(frozen=True, slots=True)
class DateView:
    on: dt.date
    what: Text
    note: Text = ""


def leaves(here: Here, *, today: dt.date) -> Sequence[tuple[dt.date, dt.date | None]]:
    rows = of_person(Absence, here).filter(kind="leave", starts_on__gte=today).order_by("starts_on", "id")
    return [(row["starts_on"], row["ends_before"]) for row in rows.values("starts_on", "ends_before")]


def meetings(here: Here, *, today: dt.date) -> list[tuple[dt.date, str]]:
    """When somebody comes by after the release, and who."""
    rows = of_person(FollowUp, here).filter(outcome="", planned_on__gte=today).order_by("planned_on", "id")
    return [(row["planned_on"], row["to_unit__name"]) for row in rows.values("planned_on", "to_unit__name")]


@dataclass(frozen=True, slots=True)
class VisitView:
    """Somebody from outside comes. `is_off`: that day is called off, and a new time will be found."""

    at: dt.datetime
    who: str
    is_off: bool


def visits(here: Here, *, at: dt.datetime) -> list[VisitView]:
    """Those to come, the next first."""
    rows = of_person(Booking, here).filter(state=VisitState.BOOKED, starts_at__gt=at)
    found = list(
        rows.order_by("starts_at", "id").values("visit_day_id", "starts_at", "ends_at", "to_unit__name")
    )
    named = ("id", "weekday", "begins", "ends", "every_weeks", "starts_on", "ends_before")
    changed = VisitChange.objects.only("id", "visit_day_id", "falls_on", "begins", "ends")
    days = VisitDay.objects.filter(pk__in=[row["visit_day_id"] for row in found]).only(*named)
    known = {day.pk: day for day in days.prefetch_related(Prefetch("changes", changed))}
    return [
        VisitView(
            row["starts_at"],
            row["to_unit__name"],
            not is_held(known[row["visit_day_id"]], row["starts_at"], row["ends_at"]),
        )
        for row in found
    ]


def review_on(here: Here) -> dt.date | None:
    found = of_person(Plan, here).order_by("id").values_list("review_on", flat=True).first()
    return found if isinstance(found, dt.date) else None
