"""Contacts after release: planned with the person's yes, and how they went."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from ninja import Query, Schema
from pydantic import Field

from hjemvei.accounts.api import ApiRequest
from hjemvei.core import clock
from hjemvei.core.api import (
    TEXT_PATTERN,
    Body,
    Day,
    Key,
    Listed,
    OptionalLine,
    Paging,
    Routes,
    Slug,
    YesNo,
    must_match,
    not_after,
    page_of,
)
from hjemvei.sharing.api.shown import rows_shown, shown_case, shown_row, unit_named
from hjemvei.tenancies.actions.plan_follow_ups import plan_follow_ups
from hjemvei.tenancies.actions.report_follow_up import Report, report_follow_up
from hjemvei.tenancies.choices import ContactOutcome
from hjemvei.tenancies.models import FollowUp

follow_ups = Routes("follow-ups")
ROWS = FollowUp.objects.select_related("to_unit")


class FollowUpOut(Schema):
    key: str
    case: str
    to_unit: str
    code: str
    planned_on: dt.date
    person_agreed: bool
    outcome: str
    happened_on: dt.date | None
    still_housed: bool | None
    note: str
    went_well: str


class PlanIn(Body):
    """Who follows up; the agreement says how often."""

    to_unit: Slug
    released_on: Day
    person_agreed: YesNo


class ReportIn(Body):
    """`still_housed` null means that nobody asked."""

    outcome: ContactOutcome
    happened_on: Day
    still_housed: YesNo | None = None
    note: Annotated[str, Field(max_length=600, pattern=TEXT_PATTERN)] = ""
    went_well: OptionalLine = ""


class FollowUpQuery(Paging):
    """What the token's units have planned and not reported, the earliest first."""

    planned_before: Day | None = None


@follow_ups.read("/follow-ups", Listed[FollowUpOut])
def list_follow_ups(request: ApiRequest, paging: Query[FollowUpQuery]) -> Listed[FollowUpOut]:
    actor = request.actor
    rows = FollowUp.objects.visible_to(actor).filter(to_unit_id__in=actor.case_units(), outcome="")
    if paging.planned_before:
        rows = rows.filter(planned_on__lt=paging.planned_before)
    found = page_of(rows.values("planned_on", "id"), paging, by=("planned_on", "id"))
    items = [_out(row) for row in rows_shown(actor, ROWS, [row["id"] for row in found.rows])]
    return Listed[FollowUpOut](items=items, next_cursor=found.next_cursor)


@follow_ups.read("/cases/{key}/follow-ups", Listed[FollowUpOut])
def list_follow_ups_of_case(request: ApiRequest, key: Key, paging: Query[Paging]) -> Listed[FollowUpOut]:
    case = shown_case(request.actor, key)
    rows = FollowUp.objects.visible_to(request.actor).of(case)
    found = page_of(rows.values("planned_on", "id"), paging, by=("planned_on", "id"))
    items = [_out(row) for row in rows_shown(request.actor, ROWS, [row["id"] for row in found.rows])]
    return Listed[FollowUpOut](items=items, next_cursor=found.next_cursor)


@follow_ups.read("/follow-ups/{key}", FollowUpOut, single=True)
def read_follow_up(request: ApiRequest, key: Key) -> FollowUpOut:
    return _out(shown_row(request.actor, ROWS, key))


@follow_ups.write("/cases/{key}/follow-ups", Listed[FollowUpOut], status=201)
def create_follow_ups(request: ApiRequest, key: Key, body: PlanIn) -> Listed[FollowUpOut]:
    """Those that were not planned yet; an empty list where all were."""
    actor = request.actor
    case = shown_case(actor, key)
    made = plan_follow_ups(
        actor=actor,
        case=case,
        to_unit_id=unit_named(body.to_unit, field="to_unit", today=clock.today()).pk,
        released_on=body.released_on,
        person_agreed=body.person_agreed,
        at=clock.now(),
    )
    return Listed[FollowUpOut](items=[_out(row) for row in made], next_cursor="")


@follow_ups.write("/follow-ups/{key}/report", FollowUpOut, updates=True)
def create_report(request: ApiRequest, key: Key, body: ReportIn) -> FollowUpOut:
    row = shown_row(request.actor, ROWS, key, lock=True)
    must_match(request, _out(row))
    not_after(body.happened_on, clock.today(), field="happened_on")
    report = Report(
        outcome=body.outcome,
        happened_on=body.happened_on,
        still_housed=body.still_housed,
        note=body.note,
        went_well=body.went_well,
    )
    return _out(report_follow_up(actor=request.actor, follow_up=row, report=report, at=clock.now()))


def _out(row: FollowUp) -> FollowUpOut:
    return FollowUpOut(
        key=row.key,
        case=row.case.key,
        to_unit=row.to_unit.slug,
        code=row.code,
        planned_on=row.planned_on,
        person_agreed=row.person_agreed,
        outcome=row.outcome,
        happened_on=row.happened_on,
        still_housed=row.still_housed,
        note=row.note,
        went_well=row.went_well,
    )
