"""Versions of the expected release: the newest known is in force, none is ever changed."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from ninja import Query, Schema
from pydantic import Field

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.api import ApiRequest
from hjemvei.cases.actions.change_dates import DateChange
from hjemvei.cases.actions.record_release_date import record_release_date
from hjemvei.cases.enums import ReleaseCertainty, ReleaseKind
from hjemvei.cases.models import ReleaseDate
from hjemvei.cases.rows import newest_dates
from hjemvei.core import clock
from hjemvei.core.api import Body, Day, Key, Line, Listed, OptionalLine, Paging, Routes, page_of
from hjemvei.sharing.api.shown import shown_case
from hjemvei.sharing.models import Case

release_dates = Routes("release-dates")


class ReleaseDateOut(Schema):
    key: str
    expected_on: dt.date | None
    kind: str
    certainty: str
    source: str
    reason: str
    known_at: dt.datetime
    in_force: bool


class ReleaseDateIn(Body):
    """`expected_on` null: the date is no longer known. `source` names the register it comes from."""

    expected_on: Day | None
    kind: ReleaseKind = ReleaseKind.UNKNOWN
    certainty: ReleaseCertainty
    source: Annotated[Line, Field(max_length=80)]
    reason: OptionalLine = ""


@release_dates.read("/cases/{key}/release-dates", Listed[ReleaseDateOut])
def list_release_dates(request: ApiRequest, key: Key, paging: Query[Paging]) -> Listed[ReleaseDateOut]:
    """Oldest first; the one in force says so."""
    actor = request.actor
    case = shown_case(actor, key)
    rows = ReleaseDate.objects.visible_to(actor).of(case).values("id")
    found = page_of(rows, paging, by=("id",))
    dates = ReleaseDate.objects.visible_to(actor).in_bulk([row["id"] for row in found.rows])
    newest = newest_dates(actor, [case.pk]).get(case.pk)
    items = [_out(dates[row["id"]], newest) for row in found.rows]
    return Listed[ReleaseDateOut](items=items, next_cursor=found.next_cursor)


@release_dates.write("/cases/{key}/release-dates", ReleaseDateOut, status=201)
def add_release_date(request: ApiRequest, key: Key, body: ReleaseDateIn) -> ReleaseDateOut:
    """The same date, kind and certainty as the version in force adds none, and gives that one back."""
    actor = request.actor
    case = shown_case(actor, key)
    _change(actor, case, body)
    newest = newest_dates(actor, [case.pk])[case.pk]
    return _out(newest, newest)


def _change(actor: Actor, case: Case, body: ReleaseDateIn) -> None:
    change = DateChange(
        case_id=case.pk,
        expected_on=body.expected_on,
        kind=body.kind,
        certainty=body.certainty,
        reason=body.reason,
    )
    record_release_date(
        actor=actor, case=case, change=change, source=body.source, at=clock.now(), today=clock.today()
    )


def _out(row: ReleaseDate, newest: ReleaseDate | None) -> ReleaseDateOut:
    return ReleaseDateOut(
        key=row.key,
        expected_on=row.expected_on,
        kind=row.kind,
        certainty=row.certainty,
        source=row.source,
        reason=row.reason,
        known_at=row.known_at,
        in_force=newest is not None and row.pk == newest.pk,
    )
