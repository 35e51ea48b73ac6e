"""What the dashboard counts, and the cases it brings forward, from the unit's list."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest

from hjemvei.accounts.actor import Actor, Seer
from hjemvei.accounts.enums import InfoClass
from hjemvei.accounts.kept import Kept, Rows
from hjemvei.accounts.models import User
from hjemvei.allocation.models import Offer
from hjemvei.allocation.states import OfferState
from hjemvei.audit import reads
from hjemvei.cases.models import Caseload, Task
from hjemvei.core.slots import Ask
from hjemvei.homes.models import Dwelling
from hjemvei.parties.models import Unit
from hjemvei.tenancies.models import Lease
from hjemvei.web.case_filters import CaseFilters, classes, permitted
from hjemvei.web.case_list import COUNTED, FIELDS, CountUpTo
from hjemvei.web.case_narrow import NO_UNIT, Narrowing, narrowing, rows, values
from hjemvei.web.case_rows import CaseLine, line_of
from hjemvei.web.rules import ORDER

SHOWN = 8
MOST_COUNTED = 500
COLLEAGUES = 12


@dataclass(frozen=True, slots=True)
class Who:
    key: str
    name: str


def shown_names(rows: Rows) -> dict[int, Who]:
    """Names by case, noted as shown. A case that the role may not identify is left out."""
    shown: dict[int, Who] = {}
    for row in rows:
        reads.note(persons=[row["person_id"]], cases=[row["case_id"]])
        name = f"{row['person__given_name']} {row['person__family_name']}".strip()
        shown[row["case_id"]] = Who(row["case__key"], name)
    return shown


@Kept
def ask_names(who: Seer, ask: Ask, _shape: None) -> QuerySet[Any, Any]:
    found = Caseload.objects.visible_to(who).filter(
        case_id__any=ask.large_numbers("cases"), unit_id__any=who.readers(InfoClass.IDENTITY)
    )
    return found.values("case_id", "case__key", "person_id", "person__given_name", "person__family_name")


BROUGHT: Mapping[str, Mapping[str, int]] = {
    "mine": {},
    "owned": {},
    "new": {"since": -14},
    "unasked": {"until": 183, "since": -14},
    "unassigned": {},
}
"""What a section brings forward: its slots, and how many days from today each lies.

Who is new stands among the new, and not among those who lack consent too.
"""


def cases_where(actor: Actor, *, unit_id: int, wanted: str, today: dt.date) -> list[CaseLine]:
    """Open cases of the unit's list that a section of `BROUGHT` is about, as lines, noted as shown."""
    slots = {slot: today + dt.timedelta(days=days) for slot, days in BROUGHT[wanted].items()}
    unit = unit_id if unit_id in actor.case_units() else NO_UNIT
    found = ask_cases(actor, wanted, unit=unit, **slots)
    reads.note(persons=[row["person_id"] for row in found], cases=[row["case_id"] for row in found])
    return [line_of(row, readable=classes(actor, unit_id), today=today) for row in found]


@Kept
def ask_cases(who: Seer, ask: Ask, wanted: str) -> QuerySet[Any, Any]:
    listed = Caseload.objects.of_unit(ask.number("unit")).filter(_brought(who, ask, wanted), is_open=True)
    cut = listed.order_by(*ORDER[""]).values("pk")[:SHOWN]
    found: QuerySet[Any, Any] = Caseload.objects.visible_to(who).filter(pk__in=cut)
    return found.order_by(*ORDER[""]).values(*FIELDS)


def _brought(who: Seer, ask: Ask, wanted: str) -> Q:
    if wanted == "mine":
        return Q(owner_id=who.user_id, rank__lt=2)
    if wanted == "owned":
        return Q(owner_id=who.user_id)
    if wanted == "new":
        return Q(case__opened_at__date__gt=ask.day("since"), has_consent=False)
    if wanted == "unasked":
        settled = Q(case__opened_at__date__lte=ask.day("since"))
        return settled & Q(has_consent=False, released_on__isnull=True, sort_on__lt=ask.day("until"))
    return Q(owner__isnull=True)


def counts(actor: Actor, *, unit_id: int, today: dt.date, wanted: dict[str, CaseFilters]) -> dict[str, int]:
    """Several capped counts of the unit's list in one statement, each as the list itself would count it."""
    readable = classes(actor, unit_id)
    same = {name: filters for name, filters in wanted.items() if permitted(filters, readable) == filters}
    if not same:
        return {}
    shape = tuple((name, narrowing(filters, prefix=f"{name} ")) for name, filters in same.items())
    slots: dict[str, Any] = {}
    for name, filters in same.items():
        slots.update(values(actor, filters, unit_id=unit_id, today=today, prefix=f"{name} "))
    found = ask_counts(actor, shape, **slots)
    return found[0] if found else {}


@Kept
def ask_counts(who: Seer, ask: Ask, shape: tuple[tuple[str, Narrowing], ...]) -> QuerySet[Any, Any]:
    found = {name: CountUpTo(rows(who, ask, narrow).values("pk")[: COUNTED + 1]) for name, narrow in shape}
    units: QuerySet[Any, Any] = Unit.objects.filter(pk=ask.number("unit")).annotate(**found)
    return units.values(*found)


def pressing_kinds(actor: Actor, *, until: dt.date, today: dt.date) -> list[tuple[str, int, int]]:
    """Open tasks of the actor's units due by `until`, by title: how many, and how many are late; of the
    MOST_COUNTED that are due first.

    What somebody wrote in their own words is left out: it may name a person.
    """
    found = ask_pressing(actor, None, until=until, today=today)
    return [(row["title"], row["n"], row["late"]) for row in found]


@Kept
def ask_pressing(who: Seer, ask: Ask, _shape: None) -> QuerySet[Any, Any]:
    due = Task.objects.visible_to(who).filter(
        ~Q(code__startswith="own_"),
        to_unit_id__any=who.case_units(),
        done_at__isnull=True,
        exempted_at__isnull=True,
        lapsed_at__isnull=True,
        opens_on__lte=ask.day("today"),
        due_on__lte=ask.day("until"),
    )
    first = Task.objects.filter(pk__in=due.order_by("due_on", "id").values("pk")[:MOST_COUNTED])
    late = Count("pk", filter=Q(due_on__lt=ask.day("today")))
    kinds: QuerySet[Any, Any] = first.values("title").annotate(n=Count("pk"), late=late)
    return kinds.order_by("-late", "-n", "title")[:SHOWN]


def workload(actor: Actor) -> list[tuple[str, int]]:
    """How many cases each colleague in the actor's unit answers for, most first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT user_id, cases FROM kernel.workload(%s)", [actor.unit_id])
        counted = dict(cursor.fetchall())
    names = User.objects.filter(pk__in=counted).values_list("pk", "name")
    found = [(name, counted[user_id]) for user_id, name in names]
    return sorted(found, key=lambda row: (-row[1], row[0]))[:COLLEAGUES]


def vacancies(actor: Actor, *, today: dt.date) -> list[tuple[str, str, dt.date, int]]:
    """Dwellings that are or will soon be free: key, name, since when, rent; the longest empty first."""
    held = Lease.objects.filter(
        Q(ends_before__isnull=True) | Q(ends_before__gt=today),
        dwelling_id=OuterRef("pk"),
        cancelled_at__isnull=True,
    )
    offered = Offer.objects.filter(
        dwelling_id=OuterRef("pk"), state__in=[OfferState.MADE, OfferState.ACCEPTED]
    )
    free: Any = Dwelling.objects.visible_to(actor).filter(
        ~Exists(held),
        ~Exists(offered),
        Q(ends_before__isnull=True) | Q(ends_before__gt=today),
        available_from__lte=today + dt.timedelta(days=30),
    )
    moved_out = Lease.objects.filter(dwelling_id=OuterRef("pk"), cancelled_at__isnull=True)
    last = moved_out.order_by("-ends_before").values("ends_before")[:1]
    since = Greatest("available_from", Coalesce(Subquery(last), "available_from"))
    found = free.annotate(since=since).order_by("since", "name")
    return list(found.values_list("key", "name", "since", "rent")[:SHOWN])
