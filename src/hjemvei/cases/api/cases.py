"""A unit's own list of cases, and one case with those who take part."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Literal

from django.http import Http404
from ninja import Query, Schema

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.api import ApiRequest
from hjemvei.accounts.enums import READABLE, InfoClass
from hjemvei.audit import reads
from hjemvei.cases.models import FAR, Caseload
from hjemvei.core.api import Key, Listed, Paging, Routes, Slug, page_of
from hjemvei.parties.models import Unit
from hjemvei.sharing.models import Case
from hjemvei.sharing.queries import disclose, find_case, participants

cases = Routes("cases")
FIELDS = (
    "case_id",
    "case__key",
    "person_id",
    "person__key",
    "person__given_name",
    "person__family_name",
    "is_open",
    "sort_on",
    "certainty",
    "released_on",
    "risk",
    "status",
    "prison_unit__slug",
    "municipality_id",
    "has_consent",
    "is_restricted",
    "next_task",
    "next_due_on",
)
ORDERS = {"risk": ("rank", "sort_on", "case_id"), "release": ("sort_on", "case_id"), "key": ("case_id",)}


class CaseLine(Schema):
    """What the unit's list shows. A value that the token's role may not read, or nobody knows, is null."""

    key: str
    person: str
    family_name: str
    given_name: str
    is_open: bool
    is_restricted: bool
    expected_release_on: dt.date | None
    certainty: str | None
    released_on: dt.date | None
    prison: str | None
    municipality: str | None
    housing_risk: str | None
    home_status: str | None
    has_consent: bool | None
    next_task: str | None
    next_due_on: dt.date | None


class ParticipantOut(Schema):
    """A unit that takes part, and why."""

    unit: str
    name: str
    organisation: str
    basis: str


class CaseOut(CaseLine):
    birth_date: dt.date | None
    language: str
    needs_interpreter: bool
    number: str
    participants: list[ParticipantOut]


class CaseQuery(Paging):
    """`unit` is the slug of one of the token's own units; the order is by risk where the role may read it."""

    unit: Slug | None = None
    state: Literal["open", "closed", "all"] = "open"
    order: Literal["risk", "release", "key"] = "risk"


@cases.read("/cases", Listed[CaseLine])
def list_cases(request: ApiRequest, paging: Query[CaseQuery]) -> Listed[CaseLine]:
    actor = request.actor
    unit_id = _unit_id(actor, paging.unit)
    readable = _readable(actor, unit_id)
    rows = Caseload.objects.visible_to(actor).filter(unit_id=unit_id)
    if paging.state != "all":
        rows = rows.filter(is_open=paging.state == "open")
    may_sort = {InfoClass.CUSTODY, InfoClass.HOUSING} <= readable
    by = ORDERS[paging.order if may_sort else "key"]
    found = page_of(rows.values("rank", *FIELDS), paging, by=by)
    reads.note(persons=[row["person_id"] for row in found.rows], cases=[row["case_id"] for row in found.rows])
    items = [CaseLine(**_line(row, readable)) for row in found.rows]
    return Listed[CaseLine](items=items, next_cursor=found.next_cursor)


@cases.read("/cases/{key}", CaseOut, single=True)
def read_case(request: ApiRequest, key: Key) -> CaseOut:
    actor = request.actor
    case = find_case(actor, key)
    person = disclose(actor, case)
    rows = Caseload.objects.visible_to(actor).filter(case=case).order_by("unit_id")
    row = min(rows.values("unit_id", *FIELDS), key=lambda row: row["unit_id"] != actor.unit_id, default=None)
    if row is None:
        raise Http404
    return CaseOut(
        **_line(row, _readable(actor, row["unit_id"])),
        birth_date=person.birth_date,
        language=person.language,
        needs_interpreter=person.needs_interpreter,
        number=person.number,
        participants=_participants(case),
    )


def _participants(case: Case) -> list[ParticipantOut]:
    parts = participants(case)
    slugs = dict(Unit.objects.filter(pk__in=[part.unit_id for part in parts]).values_list("id", "slug"))
    return [
        ParticipantOut(
            unit=slugs[part.unit_id], name=part.unit_name, organisation=part.controller_name, basis=part.basis
        )
        for part in parts
    ]


def _unit_id(actor: Actor, slug: str | None) -> int:
    if slug is None:
        return actor.unit_id
    found = Unit.objects.filter(slug=slug, pk__in=actor.case_units()).values_list("id", flat=True).first()
    if found is None:
        raise Http404
    return found


def _readable(actor: Actor, unit_id: int) -> frozenset[InfoClass]:
    """What the roles in this unit may read; the unit as a whole may know more."""
    return frozenset().union(*(READABLE[role] for role in actor.unit_roles.get(unit_id, frozenset())))


def _line(row: Mapping[str, Any], readable: frozenset[InfoClass]) -> dict[str, Any]:
    facts = {
        InfoClass.CUSTODY: {
            "expected_release_on": _expected(row),
            "certainty": row["certainty"] or None,
            "released_on": row["released_on"],
            "prison": row["prison_unit__slug"],
        },
        InfoClass.HOUSING: {"housing_risk": row["risk"] or None, "home_status": row["status"] or None},
        InfoClass.COORDINATION: {
            "municipality": row["municipality_id"],
            "next_task": row["next_task"] or None,
            "next_due_on": row["next_due_on"],
        },
        InfoClass.CONSENT: {"has_consent": row["has_consent"]},
    }
    line = {
        "key": row["case__key"],
        "person": row["person__key"],
        "family_name": row["person__family_name"],
        "given_name": row["person__given_name"],
        "is_open": row["is_open"],
        "is_restricted": row["is_restricted"],
    }
    for info_class, values in facts.items():
        line |= values if info_class in readable else dict.fromkeys(values)
    return line


def _expected(row: Mapping[str, Any]) -> dt.date | None:
    """What the list sorts by is the expected day only for who is inside and has one."""
    is_day = row["released_on"] is None and row["sort_on"] != FAR
    return row["sort_on"] if is_day else None
