"""Where the agreed slipped, and what went well: read by machine."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from ninja import Query, Schema

from hjemvei.accounts.api import ApiRequest
from hjemvei.core.api import Key, Listed, Paging, Routes, page_of
from hjemvei.deviations.models import Deviation
from hjemvei.sharing.api.shown import rows_shown, shown_case, shown_row

deviations = Routes("deviations")
ROWS = Deviation.objects.select_related("to_unit")


class DeviationOut(Schema):
    """`times`: how often it has happened. `cause` is empty until somebody has said it."""

    key: str
    case: str
    kind: str
    happened_on: dt.date
    times: int
    to_unit: str
    state: str
    cause: str
    cause_note: str
    note: str
    measure: str
    due_on: dt.date | None
    effect: str
    closed_at: dt.datetime | None


class DeviationQuery(Paging):
    """Those sent to the token's units, the oldest first."""

    state: Literal["open", "planned", "done", "closed", "withdrawn", "noted", "all"] = "all"


@deviations.read("/deviations", Listed[DeviationOut])
def list_deviations(request: ApiRequest, paging: Query[DeviationQuery]) -> Listed[DeviationOut]:
    actor = request.actor
    rows = Deviation.objects.visible_to(actor).filter(to_unit_id__in=actor.case_units())
    if paging.state != "all":
        rows = rows.filter(state=paging.state)
    found = page_of(rows.values("happened_on", "id"), paging, by=("happened_on", "id"))
    items = [_out(row) for row in rows_shown(actor, ROWS, [row["id"] for row in found.rows])]
    return Listed[DeviationOut](items=items, next_cursor=found.next_cursor)


@deviations.read("/cases/{key}/deviations", Listed[DeviationOut])
def list_deviations_of_case(request: ApiRequest, key: Key, paging: Query[Paging]) -> Listed[DeviationOut]:
    case = shown_case(request.actor, key)
    rows = Deviation.objects.visible_to(request.actor).of(case)
    found = page_of(rows.values("happened_on", "id"), paging, by=("happened_on", "id"))
    items = [_out(row) for row in rows_shown(request.actor, ROWS, [row["id"] for row in found.rows])]
    return Listed[DeviationOut](items=items, next_cursor=found.next_cursor)


@deviations.read("/deviations/{key}", DeviationOut, single=True)
def read_deviation(request: ApiRequest, key: Key) -> DeviationOut:
    return _out(shown_row(request.actor, ROWS, key))


def _out(row: Deviation) -> DeviationOut:
    return DeviationOut(
        key=row.key,
        case=row.case.key,
        kind=row.kind,
        happened_on=row.happened_on,
        times=row.times,
        to_unit=row.to_unit.slug,
        state=row.state,
        cause=row.cause,
        cause_note=row.cause_note,
        note=row.note,
        measure=row.measure,
        due_on=row.due_on,
        effect=row.effect,
        closed_at=row.closed_at,
    )
