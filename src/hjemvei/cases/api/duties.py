"""Who answers for somebody: the responsibility in force, how often it changed hands, and wishes to move."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import Http404
from ninja import Query, Schema

from hjemvei.accounts.api import ApiRequest
from hjemvei.cases.models import MoveWish
from hjemvei.cases.queries.cooperation import responsibility_in_force
from hjemvei.cases.queries.hands import counts_of
from hjemvei.core.api import Key, Listed, Paging, Routes, page_of
from hjemvei.sharing.api.shown import shown_case

duties = Routes("cases")


class ResponsibilityOut(Schema):
    """`municipality` answers now, in a dispute too; `second` is the other one that is named in it."""

    key: str
    state: str
    municipality: str
    second: str | None
    answered_at: dt.datetime | None
    governor_asked_on: dt.date | None
    governor_decided_on: dt.date | None
    hand_offs: int


class MoveWishOut(Schema):
    """`from_municipality` answers until `to_municipality` has said yes. Words are for people, not here."""

    key: str
    state: str
    from_municipality: str
    to_municipality: str
    wished_on: dt.date
    decide_by: dt.date
    decision: str
    decided_at: dt.datetime | None
    answer_by: dt.date | None
    answered_at: dt.datetime | None
    refusal: str


@duties.read("/cases/{key}/responsibility", ResponsibilityOut)
def read_responsibility(request: ApiRequest, key: Key) -> ResponsibilityOut:
    case = shown_case(request.actor, key)
    row = responsibility_in_force(request.actor, case)
    if row is None:
        raise Http404
    return ResponsibilityOut(
        key=row.key,
        state=row.state,
        municipality=row.municipality_id,
        second=row.second_municipality_id,
        answered_at=row.answered_at,
        governor_asked_on=row.governor_asked_on,
        governor_decided_on=row.governor_decided_on,
        hand_offs=counts_of(request.actor, [case.pk]).get(case.pk, 0),
    )


@duties.read("/cases/{key}/move-wishes", Listed[MoveWishOut])
def list_move_wishes(request: ApiRequest, key: Key, paging: Query[Paging]) -> Listed[MoveWishOut]:
    case = shown_case(request.actor, key)
    found = page_of(MoveWish.objects.visible_to(request.actor).of(case).values(*FIELDS), paging, by=("id",))
    items = [_out(row) for row in found.rows]
    return Listed[MoveWishOut](items=items, next_cursor=found.next_cursor)


FIELDS = (
    *("id", "key", "state", "from_municipality_id", "to_municipality_id", "wished_on", "decide_by"),
    *("decision", "decided_at", "answer_by", "answered_at", "refusal"),
)


def _out(row: dict[str, Any]) -> MoveWishOut:
    return MoveWishOut(
        from_municipality=row["from_municipality_id"],
        to_municipality=row["to_municipality_id"],
        **{name: row[name] for name in FIELDS if name in MoveWishOut.model_fields},
    )
