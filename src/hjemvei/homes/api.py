"""The stock of dwellings for other systems."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from django.db.models import Q
from django.utils.translation import gettext as _
from ninja import Query, Schema
from pydantic import Field, Strict

from hjemvei.accounts.api import ApiRequest
from hjemvei.core import clock
from hjemvei.core.api import (
    Body,
    Day,
    Key,
    Line,
    Listed,
    OptionalLine,
    Paging,
    Routes,
    YesNo,
    must_match,
    page_of,
)
from hjemvei.core.errors import RuleBroken
from hjemvei.homes.actions.add_dwelling import DwellingFacts, add_dwelling
from hjemvei.homes.actions.edit_dwelling import edit_dwelling
from hjemvei.homes.actions.end_dwelling import end_dwelling
from hjemvei.homes.choices import DwellingKind, Ownership
from hjemvei.homes.models import Dwelling
from hjemvei.homes.policy import can_see_dwellings
from hjemvei.homes.queries import find_dwelling, free_dwellings
from hjemvei.parties.models import Municipality

dwellings = Routes("dwellings")


class DwellingOut(Schema):
    """Rent in whole kroner a month, area in square metres."""

    key: str
    name: str
    address: str
    postal_code: str
    municipality: str
    kind: str
    ownership: str
    rooms: int
    area: int | None
    rent: int
    is_step_free: bool
    house_rules: str
    available_from: dt.date
    ends_before: dt.date | None


class DwellingIn(Body):
    name: Annotated[Line, Field(max_length=120)]
    address: Annotated[Line, Field(max_length=160)]
    postal_code: Annotated[str, Field(pattern=r"^[0-9]{4}$")]
    municipality: Annotated[str, Field(pattern=r"^[0-9]{4}$")]
    kind: DwellingKind
    ownership: Ownership
    rooms: Annotated[int, Strict(), Field(ge=1, le=12)]
    area: Annotated[int, Strict(), Field(ge=1, le=2000)] | None = None
    rent: Annotated[int, Strict(), Field(ge=0, le=200_000)]
    is_step_free: YesNo = False
    house_rules: Annotated[OptionalLine, Field(max_length=200)] = ""
    available_from: Day


class EndIn(Body):
    ends_before: Day


class DwellingQuery(Paging):
    """In use now or later; `free_on`: only those that can be offered from that day."""

    kind: DwellingKind | None = None
    free_on: Day | None = None


@dwellings.read("/dwellings", Listed[DwellingOut])
def list_dwellings(request: ApiRequest, paging: Query[DwellingQuery]) -> Listed[DwellingOut]:
    actor, today = request.actor, clock.today()
    can_see_dwellings(actor).require()
    rows = Dwelling.objects.visible_to(actor).filter(Q(ends_before=None) | Q(ends_before__gt=today))
    if paging.kind:
        rows = rows.filter(kind=paging.kind)
    if paging.free_on:
        rows = rows.filter(pk__in=[home.pk for home in free_dwellings(actor, on=paging.free_on)])
    found = page_of(rows.values("name", "id"), paging, by=("name", "id"))
    homes = Dwelling.objects.visible_to(actor).in_bulk([row["id"] for row in found.rows])
    items = [_out(homes[row["id"]]) for row in found.rows]
    return Listed[DwellingOut](items=items, next_cursor=found.next_cursor)


@dwellings.read("/dwellings/{key}", DwellingOut, single=True)
def read_dwelling(request: ApiRequest, key: Key) -> DwellingOut:
    can_see_dwellings(request.actor).require()
    return _out(find_dwelling(request.actor, key))


@dwellings.write("/dwellings", DwellingOut, status=201)
def create_dwelling(request: ApiRequest, body: DwellingIn) -> DwellingOut:
    return _out(add_dwelling(actor=request.actor, facts=_facts(body), at=clock.now()))


@dwellings.write("/dwellings/{key}", DwellingOut, method="PUT", updates=True)
def update_dwelling(request: ApiRequest, key: Key, body: DwellingIn) -> DwellingOut:
    home = _matching(request, key)
    return _out(edit_dwelling(actor=request.actor, dwelling=home, facts=_facts(body), at=clock.now()))


@dwellings.write("/dwellings/{key}/end", DwellingOut, updates=True)
def take_dwelling_out_of_use(request: ApiRequest, key: Key, body: EndIn) -> DwellingOut:
    home = _matching(request, key)
    return _out(
        end_dwelling(actor=request.actor, dwelling=home, ends_before=body.ends_before, at=clock.now())
    )


def _matching(request: ApiRequest, key: str) -> Dwelling:
    """The dwelling, locked and as the caller read it."""
    can_see_dwellings(request.actor).require()
    found = find_dwelling(request.actor, key)
    locked = Dwelling.objects.visible_to(request.actor).select_for_update().get(pk=found.pk)
    must_match(request, _out(locked))
    return locked


def _facts(body: DwellingIn) -> DwellingFacts:
    if not Municipality.objects.filter(pk=body.municipality).exists():
        raise RuleBroken(_("Ingen kommune har dette nummeret."), code="no_municipality", field="municipality")
    values = body.model_dump(exclude={"municipality"})
    return DwellingFacts(municipality_id=body.municipality, **values)


def _out(row: Dwelling) -> DwellingOut:
    return DwellingOut(
        key=row.key,
        name=row.name,
        address=row.address,
        postal_code=row.postal_code,
        municipality=row.municipality_id,
        kind=row.kind,
        ownership=row.ownership,
        rooms=row.rooms,
        area=row.area,
        rent=row.rent,
        is_step_free=row.is_step_free,
        house_rules=row.house_rules,
        available_from=row.available_from,
        ends_before=row.ends_before,
    )
