"""The rows of a case list: one statement a page, from the unit's caseload, only what the role may read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import IntegerField, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, JSONObject

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import InfoClass
from hjemvei.accounts.models import SavedView
from hjemvei.audit import reads
from hjemvei.cases.models import Caseload
from hjemvei.core import paging
from hjemvei.web.case_filters import CaseFilters, classes, permitted
from hjemvei.web.case_rows import CaseLine, line_of
from hjemvei.web.case_search import search

COUNTED = 100
PAGE = "web:cases"
FIELDS = (
    "case_id",
    "case__key",
    "person_id",
    "person__given_name",
    "person__family_name",
    "is_open",
    "rank",
    "sort_on",
    "certainty",
    "released_on",
    "risk",
    "status",
    "prison_unit__name",
    "municipality__name_norwegian",
    "owner__name",
    "has_consent",
    "is_restricted",
    "next_task",
    "next_due_on",
)
ORDER: dict[str, tuple[str, ...]] = {
    "": ("rank", "sort_on", "case_id"),
    "dato": ("sort_on", "case_id"),
    "frist": ("next_due_on", "case_id"),
    "ansvarlig": ("owner_or_none", "sort_on", "case_id"),
}


class CountUpTo(Subquery):
    """How many rows a query has, no further than its limit, inside the statement that reads the page."""

    template = "(SELECT count(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()


@dataclass(frozen=True, slots=True)
class CaseList:
    """One page. `count` is None on later pages, and COUNTED + 1 means more than COUNTED."""

    lines: Sequence[CaseLine]
    count: int | None
    views: Sequence[Mapping[str, str]]
    next_cursor: str
    previous_cursor: str
    readable: frozenset[InfoClass]


def rows(actor: Actor, *, unit_id: int, filters: CaseFilters, today: dt.date) -> QuerySet[Caseload]:
    """What the list holds, without order; `filters` are already those that the role permits."""
    found = Caseload.objects.visible_to(actor).filter(unit_id=unit_id)
    if filters.vis != "alle" and not filters.q:
        found = found.filter(is_open=filters.vis != "avsluttet")
    if filters.ordne == "frist":
        found = found.filter(next_due_on__isnull=False)
    return found.filter(_dates(filters, today) & _values(filters) & _owner(filters, actor))


def _dates(filters: CaseFilters, today: dt.date) -> Q:
    wanted = Q()
    if filters.innen:
        wanted &= Q(released_on__isnull=True, sort_on__lte=today + dt.timedelta(days=int(filters.innen)))
    if filters.frist:
        last = today if filters.frist == "over" else today + dt.timedelta(days=8)
        wanted &= Q(next_due_on__lt=last)
    return wanted


def _values(filters: CaseFilters) -> Q:
    wanted = Q()
    if filters.risiko:
        wanted &= Q(risk__in=["unknown", ""]) if filters.risiko == "unknown" else Q(risk=filters.risiko)
    if filters.status:
        wanted &= Q(status=filters.status)
    if filters.samtykke:
        wanted &= Q(has_consent=filters.samtykke == "gitt")
    if filters.begrenset:
        wanted &= Q(is_restricted=True)
    if filters.fengsel:
        wanted &= Q(prison_unit__slug=filters.fengsel)
    if filters.kommune:
        wanted &= Q(municipality_id=filters.kommune)
    return wanted


def _owner(filters: CaseFilters, actor: Actor) -> Q:
    if filters.ansvarlig == "ingen":
        return Q(owner__isnull=True)
    return Q(owner_id=actor.user_id) if filters.ansvarlig == "meg" else Q()


def order_of(filters: CaseFilters, readable: frozenset[InfoClass]) -> tuple[str, ...]:
    """A role that may not read dates or risk gets no order that tells them."""
    if filters.ordne in ("frist", "ansvarlig") or {InfoClass.CUSTODY, InfoClass.HOUSING} <= readable:
        by = ORDER[filters.ordne]
        return by if InfoClass.CUSTODY in readable else tuple(name for name in by if name != "sort_on")
    return ("case_id",)


def case_list(
    actor: Actor,
    *,
    unit_id: int,
    filters: CaseFilters,
    today: dt.date,
    cursor: str = "",
    size: int = paging.PAGE_SIZE,
) -> CaseList:
    """Read one page and note whom it shows. Raises RuleBroken for a cursor of another order."""
    readable = classes(actor, unit_id)
    kept = permitted(filters, readable)
    found = rows(actor, unit_id=unit_id, filters=kept, today=today)
    if kept.q:
        asked = search(kept.q, unit_id=unit_id, controller_id=actor.controller_id)
        found = found.filter(asked.condition)
        reads.note(tokens=asked.tokens)
    page = _page(actor, found, by=order_of(kept, readable), cursor=cursor, size=size)
    reads.note(persons=[row["person_id"] for row in page.rows], cases=[row["case_id"] for row in page.rows])
    first = page.rows[0] if page.rows and not cursor else {}
    count = None if cursor else first.get("counted", 0)
    views = first.get("views", ()) if page.rows else list(saved_views(actor))
    lines = [line_of(row, readable=readable, today=today) for row in page.rows]
    return CaseList(lines, count, views, page.next_cursor, page.previous_cursor, readable)


def saved_views(actor: Actor) -> QuerySet[SavedView, Any]:
    """The user's own named lists; read inside the page's statement, alone only where the page is empty."""
    views = SavedView.objects.filter(user_id=actor.user_id, page=PAGE).order_by("name")
    return views.values("key", "name", "query")


def _page(
    actor: Actor, found: QuerySet[Caseload], *, by: tuple[str, ...], cursor: str, size: int
) -> paging.Page[dict[str, Any]]:
    names = [*FIELDS]
    listed: QuerySet[Any, Any] = found
    if "owner_or_none" in by:
        listed = listed.annotate(owner_or_none=Coalesce("owner_id", Value(0)))
        names.append("owner_or_none")
    if not cursor:
        view = JSONObject(key="key", name="name", query="query")
        listed = listed.annotate(
            counted=CountUpTo(found.order_by().values("pk")[: COUNTED + 1]),
            views=ArraySubquery(saved_views(actor).values(view=view)),
        )
        names += ["counted", "views"]
    return paging.page(listed.values(*names), by=by, cursor=cursor, size=size)
