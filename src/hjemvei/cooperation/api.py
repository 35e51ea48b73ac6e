"""Meetings and decisions for other systems: of the forums where the token's unit has somebody sitting."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from ninja import Query, Schema
from pydantic import Field

from hjemvei.accounts.api import ApiRequest
from hjemvei.cooperation.models import Decision, Meeting
from hjemvei.cooperation.states import MeetingState, WorkState
from hjemvei.core.api import Day, Listed, Paging, Routes, page_of

cooperation = Routes("cooperation")
ForumKey = Annotated[str, Field(max_length=12, pattern=r"^[a-z0-9]*$")]


class MeetingOut(Schema):
    """`forum` is the key of the committee or network; minutes and agenda are read on the pages."""

    key: str
    forum: str
    forum_name: str
    number: int
    starts_at: dt.datetime
    ends_at: dt.datetime
    place: str
    state: str


class DecisionOut(Schema):
    """`owner_unit` is the unit whose member answers for it."""

    key: str
    forum: str
    meeting: str
    text: str
    owner_unit: str
    due_on: dt.date
    state: str
    outcome: str


class MeetingQuery(Paging):
    forum: ForumKey = ""
    state: MeetingState | None = None


class DecisionQuery(Paging):
    """`due_before`: only those that are due before that day."""

    forum: ForumKey = ""
    state: WorkState | None = None
    due_before: Day | None = None


MEETING = ("id", "key", "forum__key", "forum__name", "number", "starts_at", "ends_at", "place", "state")
DECISION = (
    *("id", "key", "forum__key", "meeting__key", "text", "owner__unit__slug", "due_on", "state", "outcome"),
)


@cooperation.read("/meetings", Listed[MeetingOut])
def list_meetings(request: ApiRequest, paging: Query[MeetingQuery]) -> Listed[MeetingOut]:
    rows = Meeting.objects.visible_to(request.actor)
    wanted = {"forum__key": paging.forum, "state": paging.state}
    rows = rows.filter(**{name: value for name, value in wanted.items() if value})
    found = page_of(rows.values(*MEETING), paging, by=("starts_at", "id"))
    return Listed[MeetingOut](items=[_meeting(row) for row in found.rows], next_cursor=found.next_cursor)


@cooperation.read("/decisions", Listed[DecisionOut])
def list_decisions(request: ApiRequest, paging: Query[DecisionQuery]) -> Listed[DecisionOut]:
    rows = Decision.objects.visible_to(request.actor)
    wanted = {"forum__key": paging.forum, "state": paging.state, "due_on__lt": paging.due_before}
    rows = rows.filter(**{name: value for name, value in wanted.items() if value})
    found = page_of(rows.values(*DECISION), paging, by=("due_on", "id"))
    return Listed[DecisionOut](items=[_decision(row) for row in found.rows], next_cursor=found.next_cursor)


def _meeting(row: dict[str, Any]) -> MeetingOut:
    return MeetingOut(forum=row["forum__key"], forum_name=row["forum__name"], **_plain(row, MeetingOut))


def _decision(row: dict[str, Any]) -> DecisionOut:
    return DecisionOut(
        forum=row["forum__key"],
        meeting=row["meeting__key"],
        owner_unit=row["owner__unit__slug"],
        **_plain(row, DecisionOut),
    )


def _plain(row: dict[str, Any], schema: type[Schema]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name in schema.model_fields}
