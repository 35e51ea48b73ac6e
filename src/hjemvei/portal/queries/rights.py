"""What the person is told of their rights: who holds what and why, whom to ask, and what was answered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Q
from django.utils import timezone

from hjemvei.audit.retention import rules
from hjemvei.parties.models import ContactPoint, Controller, Unit
from hjemvei.portal.here import Here
from hjemvei.portal.words import HOLDINGS, OTHERS_HOLD
from hjemvei.rights.enums import PartState
from hjemvei.rights.models import Part
from hjemvei.sharing.models import Participation
from hjemvei.ui.parts import Text

OFFICERS = "SELECT controller_id, unit_id FROM kernel.portal_officers(%s)"
MONTHS = 12


@dataclass(frozen=True, slots=True)
class Holder:
    """`officer` is where its privacy officer sits, with a telephone where there is one."""

    name: str
    has: Text
    why: Text
    officer: str
    phone: str


@dataclass(frozen=True, slots=True)
class Answer:
    """One controller's answer to the request: waiting, ready, or given."""

    name: str
    state: str
    due_on: dt.date
    given_on: dt.date | None


def holders(here: Here, *, today: dt.date) -> list[Holder]:
    """Every controller that ever took part: each still holds something."""
    ids = Participation.objects.filter(case_id__in=here.cases).values_list("controller_id", flat=True)
    found = Controller.objects.filter(pk__in=set(ids)).order_by("name", "id")
    officers = _officers(here)
    units = Unit.objects.in_bulk(set(officers.values()))
    phones = _phones(units, today)
    views = []
    for row in found:
        unit = units.get(officers.get(row.pk, 0))
        has, why = HOLDINGS.get(row.kind, OTHERS_HOLD)
        phone = phones.get(unit.pk, "") if unit else ""
        views.append(Holder(row.name, has, why, unit.name if unit else "", phone))
    return views


def _officers(here: Here) -> dict[int, int]:
    found: dict[int, int] = {}
    for case_id in here.cases:
        with connection.cursor() as cursor:
            cursor.execute(OFFICERS, [case_id])
            found.update(dict(cursor.fetchall()))
    return found


def _phones(units: dict[int, Unit], today: dt.date) -> dict[int, str]:
    points = ContactPoint.objects.filter(
        Q(ends_before__isnull=True) | Q(ends_before__gt=today), unit_id__in=units, starts_on__lte=today
    ).exclude(phone="")
    return dict(points.order_by("-id").values_list("unit_id", "phone"))


def answers(here: Here) -> Sequence[Answer]:
    """Of the newest request in each case."""
    names = ("request_id", "case_id", "controller__name", "state", "request__due_on", "delivered_at")
    rows: list[dict[str, Any]] = list(
        Part.objects.filter(case_id__in=here.cases).order_by("-request_id", "controller__name").values(*names)
    )
    newest: dict[int, int] = {}
    for row in rows:
        newest.setdefault(row["case_id"], row["request_id"])
    return [
        Answer(
            row["controller__name"],
            row["state"],
            row["request__due_on"],
            timezone.localdate(row["delivered_at"]) if row["delivered_at"] else None,
        )
        for row in rows
        if newest[row["case_id"]] == row["request_id"]
    ]


def may_ask(here: Here) -> bool:
    """Whether some case has no request that waits."""
    waiting = Part.objects.filter(case_id__in=here.cases, state=PartState.ASKED)
    return set(here.cases) > set(waiting.values_list("case_id", flat=True))


@dataclass(frozen=True, slots=True)
class Kept:
    """Years after the case is closed, and years that the log of looks is kept."""

    case: int
    looks: int


def kept() -> Kept:
    found = rules()
    return Kept(_years(found["case_file"].end_months), _years(found["read_log"].end_months))


def _years(months: int | None) -> int:
    """Begun years count whole: nothing is kept longer than is said."""
    return -(-(months or 0) // MONTHS)
