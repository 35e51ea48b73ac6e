"""Routines in force, for other systems: an intranet shows them where they are used."""

from __future__ import annotations

import datetime as dt

from django.http import Http404
from ninja import Query, Schema

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.api import ApiRequest
from hjemvei.core import clock
from hjemvei.core.api import Key, Listed, Paging, Routes, page_of
from hjemvei.routines.models import RoutineVersion

routines = Routes("routines")
FIELDS = (
    *("number", "title", "language", "steps", "clauses", "rules", "roles", "valid_from", "ends_before"),
    *("routine__key", "routine__covers", "routine__review_on", "routine__owner_unit__slug"),
)


class RoutineOut(Schema):
    """The version in force today. `steps` is plain Markdown; `clauses`, `rules` and `roles` are codes."""

    key: str
    version: int
    title: str
    owner_unit: str
    covers: str
    language: str
    steps: str
    clauses: list[str]
    rules: list[str]
    roles: list[str]
    valid_from: dt.date
    ends_before: dt.date | None
    review_on: dt.date | None


@routines.read("/routines", Listed[RoutineOut])
def list_routines(request: ApiRequest, paging: Query[Paging]) -> Listed[RoutineOut]:
    actor = request.actor
    rows = RoutineVersion.objects.visible_to(actor).in_force(clock.today())
    own = rows.filter(controller_id=actor.controller_id).values("id", *FIELDS)
    found = page_of(own, paging, by=("id",))
    items = [_out(row) for row in found.rows]
    return Listed[RoutineOut](items=items, next_cursor=found.next_cursor)


@routines.read("/routines/{key}", RoutineOut, single=True)
def read_routine(request: ApiRequest, key: Key) -> RoutineOut:
    return _out(_find(request.actor, key))


def _find(actor: Actor, key: str) -> dict[str, object]:
    rows = RoutineVersion.objects.visible_to(actor).in_force(clock.today()).filter(routine__key=key)
    found: dict[str, object] | None = rows.values(*FIELDS).first()
    if found is None:
        raise Http404
    return found


def _out(row: dict[str, object]) -> RoutineOut:
    names = ("title", "language", "steps", "clauses", "rules", "roles", "valid_from", "ends_before")
    return RoutineOut.model_validate(
        {name: row[name] for name in names}
        | {
            "key": row["routine__key"],
            "version": row["number"],
            "owner_unit": row["routine__owner_unit__slug"],
            "covers": row["routine__covers"],
            "review_on": row["routine__review_on"],
        }
    )
