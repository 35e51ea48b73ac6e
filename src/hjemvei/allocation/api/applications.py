"""A request for a home and what was decided."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from ninja import Query, Schema
from pydantic import Field, Strict

from hjemvei.accounts.api import ApiRequest
from hjemvei.allocation.actions.decide_application import Decided, decide_application
from hjemvei.allocation.actions.file_application import Request, file_application
from hjemvei.allocation.actions.withdraw_application import withdraw_application
from hjemvei.allocation.models import Application
from hjemvei.core import clock
from hjemvei.core.api import (
    TEXT_PATTERN,
    Body,
    Day,
    Key,
    Listed,
    Paging,
    Routes,
    Slug,
    YesNo,
    must_match,
    not_after,
    page_of,
)
from hjemvei.homes.choices import DwellingKind
from hjemvei.sharing.api.shown import rows_shown, shown_case, shown_row, unit_named

applications = Routes("applications")
ROWS = Application.objects.select_related("to_unit")


class ApplicationOut(Schema):
    key: str
    case: str
    to_unit: str
    state: str
    received_on: dt.date
    household_size: int
    wanted_kind: str
    wishes: str
    decided_on: dt.date | None
    reasons: str
    help_given: str
    appeal_by: dt.date | None


class ApplicationIn(Body):
    """`wishes` in the person's own words."""

    to_unit: Slug
    received_on: Day
    household_size: Annotated[int, Strict(), Field(ge=1, le=12)] = 1
    wanted_kind: DwellingKind | None = None
    wishes: Annotated[str, Field(max_length=600, pattern=TEXT_PATTERN)] = ""


class DecisionIn(Body):
    """`help_given` says what the person gets, also when no home is given."""

    is_granted: YesNo
    reasons: Annotated[str, Field(min_length=1, max_length=1000, pattern=TEXT_PATTERN)]
    help_given: Annotated[str, Field(min_length=1, max_length=600, pattern=TEXT_PATTERN)]
    decided_on: Day


class ApplicationQuery(Paging):
    """Applications sent to the token's units."""

    state: Literal["received", "granted", "refused", "withdrawn", "all"] = "all"


@applications.read("/applications", Listed[ApplicationOut])
def list_applications(request: ApiRequest, paging: Query[ApplicationQuery]) -> Listed[ApplicationOut]:
    actor = request.actor
    rows = Application.objects.visible_to(actor).filter(to_unit_id__in=actor.case_units())
    if paging.state != "all":
        rows = rows.filter(state=paging.state)
    found = page_of(rows.values("id"), paging, by=("id",))
    items = [_out(row) for row in rows_shown(actor, ROWS, [row["id"] for row in found.rows])]
    return Listed[ApplicationOut](items=items, next_cursor=found.next_cursor)


@applications.read("/cases/{key}/applications", Listed[ApplicationOut])
def list_applications_of_case(request: ApiRequest, key: Key, paging: Query[Paging]) -> Listed[ApplicationOut]:
    case = shown_case(request.actor, key)
    found = page_of(Application.objects.visible_to(request.actor).of(case).values("id"), paging, by=("id",))
    items = [_out(row) for row in rows_shown(request.actor, ROWS, [row["id"] for row in found.rows])]
    return Listed[ApplicationOut](items=items, next_cursor=found.next_cursor)


@applications.read("/applications/{key}", ApplicationOut, single=True)
def read_application(request: ApiRequest, key: Key) -> ApplicationOut:
    return _out(shown_row(request.actor, ROWS, key))


@applications.write("/cases/{key}/applications", ApplicationOut, status=201)
def create_application(request: ApiRequest, key: Key, body: ApplicationIn) -> ApplicationOut:
    actor, today = request.actor, clock.today()
    case = shown_case(actor, key)
    not_after(body.received_on, today, field="received_on")
    asked = Request(
        to_unit_id=unit_named(body.to_unit, field="to_unit", today=today).pk,
        received_on=body.received_on,
        household_size=body.household_size,
        wanted_kind=body.wanted_kind or "",
        wishes=body.wishes,
    )
    return _out(file_application(actor=actor, case=case, request=asked, at=clock.now()))


@applications.write("/applications/{key}/decision", ApplicationOut, updates=True)
def create_decision(request: ApiRequest, key: Key, body: DecisionIn) -> ApplicationOut:
    row = shown_row(request.actor, ROWS, key, lock=True)
    must_match(request, _out(row))
    not_after(body.decided_on, clock.today(), field="decided_on")
    decided = Decided(
        is_granted=body.is_granted,
        reasons=body.reasons,
        help_given=body.help_given,
        decided_on=body.decided_on,
    )
    return _out(decide_application(actor=request.actor, application=row, decided=decided, at=clock.now()))


@applications.write("/applications/{key}/withdrawal", ApplicationOut, updates=True)
def end_application(request: ApiRequest, key: Key) -> ApplicationOut:
    row = shown_row(request.actor, ROWS, key, lock=True)
    must_match(request, _out(row))
    return _out(withdraw_application(actor=request.actor, application=row, at=clock.now()))


def _out(row: Application) -> ApplicationOut:
    return ApplicationOut(
        key=row.key,
        case=row.case.key,
        to_unit=row.to_unit.slug,
        state=row.state,
        received_on=row.received_on,
        household_size=row.household_size,
        wanted_kind=row.wanted_kind,
        wishes=row.wishes,
        decided_on=row.decided_on,
        reasons=row.reasons,
        help_given=row.help_given,
        appeal_by=row.appeal_by,
    )
