"""The rows of a case list: one statement a page, from the unit's caseload, only what the role may read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.core.exceptions import ValidationError
from django.db.models import BigIntegerField, DateField, Field, IntegerField, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, JSONObject

from hjemvei.accounts.actor import Actor, Seer
from hjemvei.accounts.enums import InfoClass
from hjemvei.accounts.kept import Kept, Rows
from hjemvei.accounts.models import SavedView
from hjemvei.audit import reads
from hjemvei.cases.models import Caseload
from hjemvei.core import paging
from hjemvei.core.errors import RuleBroken
from hjemvei.core.slots import Ask
from hjemvei.web.case_filters import CaseFilters, classes, permitted
from hjemvei.web.case_narrow import Narrowing, narrowing, rows, values
from hjemvei.web.case_rows import CaseLine, line_of
from hjemvei.web.case_search import search
from hjemvei.web.rules import order_by

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
OWNER_OR_NONE = Coalesce("owner_id", Value(0))
TYPES: dict[str, Field[Any, Any]] = {
    "rank": IntegerField(),
    "sort_on": DateField(),
    "case_id": BigIntegerField(),
    "next_due_on": DateField(),
    "owner_or_none": BigIntegerField(),
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


@dataclass(frozen=True, slots=True)
class ListShape:
    """All that the text of the list's statement depends on."""

    narrowing: Narrowing
    by: tuple[str, ...]
    size: int
    has_place: bool = False
    backwards: bool = False
    hits_known: bool = False
    """The rows are those in the slot `hits`: a search is asked once, and its page read by what it found."""


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
    asked = search(kept.q, controller_id=actor.controller_id) if kept.q else None
    if asked:
        reads.note(tokens=asked.tokens)
    by = order_by(kept.ordne, readable)
    start = paging.place(cursor, by=by)
    shape = ListShape(narrowing(kept, asked), by, size, bool(start.values), start.backwards)
    place = {f"after {name}": value for name, value in zip(by, start.values, strict=False)}
    try:
        slots = {**values(actor, kept, unit_id=unit_id, today=today, search=asked), **place}
        found, hits = (
            _searched(actor, shape, slots) if asked and not cursor else (LINES(actor, shape, **slots), None)
        )
    except (ValueError, ValidationError) as error:
        raise RuleBroken(str(paging.BROKEN), code="bad_cursor") from error
    page = paging.cut(found, by=by, start=start, size=size)
    reads.note(persons=[row["person_id"] for row in page.rows], cases=[row["case_id"] for row in page.rows])
    first = page.rows[0] if page.rows and not cursor else {}
    count = None if cursor else first.get("counted", 0) if hits is None else hits
    views = first.get("views", ()) if page.rows else list(saved_views(actor))
    lines = [line_of(row, readable=readable, today=today) for row in page.rows]
    return CaseList(lines, count, views, page.next_cursor, page.previous_cursor, readable)


def saved_views(who: Seer) -> QuerySet[SavedView, Any]:
    """The user's own named lists; read inside the page's statement, alone only where the page is empty."""
    views = SavedView.objects.filter(user_id=who.user_id, page=PAGE).order_by("name")
    return views.values("key", "name", "query")


def _searched(actor: Actor, shape: ListShape, slots: Mapping[str, Any]) -> tuple[Rows, int]:
    """The first page of what a search finds, and how much it finds, at most COUNTED + 1."""
    hits = [row["pk"] for row in HITS(actor, shape, **slots)]
    known = replace(shape, narrowing=Narrowing(shape.narrowing.filters), hits_known=True)
    return LINES(actor, known, hits=hits[: shape.size + 1]) if hits else [], len(hits)


def _hits(who: Seer, ask: Ask, shape: ListShape) -> QuerySet[Caseload, Any]:
    found, order = rows(who, ask, shape.narrowing), paging.Place().order(shape.by)
    return _with_owner(found, shape.by).order_by(*order).values("pk")[: COUNTED + 1]


def _with_owner(found: QuerySet[Any, Any], by: tuple[str, ...]) -> QuerySet[Any, Any]:
    return found.annotate(owner_or_none=OWNER_OR_NONE) if "owner_or_none" in by else found


def _lines(who: Seer, ask: Ask, shape: ListShape) -> QuerySet[Caseload, Any]:
    """The page is cut inside the unit's list, by its index; only its rows are joined with who and where."""
    names, by = [*FIELDS], shape.by
    order = paging.Place(backwards=shape.backwards).order(by)
    found = rows(who, ask, shape.narrowing)
    if shape.hits_known:
        cut = Q(pk__any=ask.large_numbers("hits"))
    else:
        cut = Q(pk__in=_cut(found, ask, shape).order_by(*order).values("pk")[: shape.size + 1])
    listed = _with_owner(Caseload.objects.visible_to(who).filter(cut), by)
    if "owner_or_none" in by:
        names.append("owner_or_none")
    if not shape.has_place:
        view = JSONObject(key="key", name="name", query="query")
        listed = listed.annotate(views=ArraySubquery(saved_views(who).values(view=view)))
        names.append("views")
    if not (shape.has_place or shape.hits_known):
        listed = listed.annotate(counted=CountUpTo(found.values("pk")[: COUNTED + 1]))
        names.append("counted")
    return listed.order_by(*order).values(*names)


def _cut(found: QuerySet[Any, Any], ask: Ask, shape: ListShape) -> QuerySet[Any, Any]:
    found = _with_owner(found, shape.by)
    if not shape.has_place:
        return found
    ends = [ask.of(f"after {name}", TYPES[name]) for name in shape.by]
    return found.filter(paging.after(shape.by, ends, backwards=shape.backwards))


LINES, HITS = Kept(_lines), Kept(_hits)
