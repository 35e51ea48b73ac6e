"""Rolls for other systems: send the file, look at what it says, decide doubts, take it into use."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from django.utils.translation import gettext as _
from ninja import File, Form, Query, Schema, UploadedFile
from pydantic import Field

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.api import ApiRequest
from hjemvei.core import clock
from hjemvei.core.api import (
    LARGEST,
    Body,
    Day,
    Key,
    Listed,
    Paging,
    Refusal,
    Routes,
    Slug,
    must_match,
    page_of,
)
from hjemvei.core.errors import RuleBroken
from hjemvei.exchange.actions.decide_row import Verdict, decide_row
from hjemvei.exchange.actions.discard_roll import discard_roll
from hjemvei.exchange.actions.stage_roll import stage_roll
from hjemvei.exchange.actions.start_roll import start_roll
from hjemvei.exchange.models import RollImport, RollRow
from hjemvei.exchange.policy import can_handle_roll
from hjemvei.exchange.queries import find_roll, loadable_prisons, note_rows
from hjemvei.exchange.roll_file import MAX_BYTES
from hjemvei.exchange.row_texts import change_texts, problem_texts
from hjemvei.parties.models import Unit

rolls = Routes("rolls")
LineNumber = Annotated[int, Field(ge=0, le=LARGEST)]
SHOWN = (
    "line",
    "fate",
    "reference",
    "family_name",
    "given_name",
    "unit",
    "expected_release_on",
    "problems",
    "changes",
    "case_id",
    "person_id",
)


class Figures(Schema):
    rows: int
    new: int
    changed: int
    same: int
    gone: int
    undecided: int
    faulty: int


class RollOut(Schema):
    """`refusal` says why a whole file was refused, or what stopped it from being applied."""

    key: str
    prison: str
    roll_date: dt.date
    state: str
    refusal: str
    loaded_at: dt.datetime
    applied_at: dt.datetime | None
    figures: Figures


class RollRowOut(Schema):
    """`line` below zero: a person who stands in no line of the file any more."""

    line: int
    fate: str
    reference: str
    family_name: str
    given_name: str
    unit: str
    expected_release_on: dt.date | None
    says: list[str]


class RollIn(Body):
    """`prison` is the slug of the token's prison, `roll_date` the day the roll was taken out."""

    prison: Slug
    roll_date: Day


class VerdictIn(Body):
    verdict: Verdict


class RowQuery(Paging):
    fate: Literal["faulty", "undecided", "new", "changed", "gone"] = "faulty"


@rolls.read("/rolls", Listed[RollOut])
def list_rolls(request: ApiRequest, paging: Query[Paging]) -> Listed[RollOut]:
    """Oldest first."""
    rows = RollImport.objects.visible_to(request.actor)
    found = page_of(rows.values("id"), paging, by=("id",))
    kept = rows.select_related("owner_unit").in_bulk([row["id"] for row in found.rows])
    items = [_out(kept[row["id"]]) for row in found.rows]
    return Listed[RollOut](items=items, next_cursor=found.next_cursor)


@rolls.read("/rolls/{key}", RollOut, single=True)
def read_roll(request: ApiRequest, key: Key) -> RollOut:
    return _out(find_roll(request.actor, key))


@rolls.read("/rolls/{key}/rows", Listed[RollRowOut])
def list_roll_rows(request: ApiRequest, key: Key, paging: Query[RowQuery]) -> Listed[RollRowOut]:
    """Rows of people above the caller's clearance are left out."""
    actor = request.actor
    roll = find_roll(actor, key)
    can_handle_roll(actor, roll).require()
    rows = RollRow.objects.visible_to(actor).filter(roll=roll, fate=paging.fate).values(*SHOWN)
    found = page_of(rows, paging, by=("line",))
    note_rows(actor, found.rows)
    units = dict(Unit.objects.filter(pk__in=roll.units).values_list("slug", "name"))
    items = [_row(row, units) for row in found.rows]
    return Listed[RollRowOut](items=items, next_cursor=found.next_cursor)


@rolls.write("/rolls", RollOut, status=201)
def load_roll(request: ApiRequest, body: Form[RollIn], file: File[UploadedFile]) -> RollOut:
    """Nothing is changed before the roll is applied. A file that waits already is not read again."""
    actor, today = request.actor, clock.today()
    if (file.size or 0) > MAX_BYTES:
        raise Refusal(413, _("Filen er for stor."))
    if body.roll_date > today:
        raise RuleBroken(_("Dagen har ikke vært ennå."), code="in_future", field="roll_date")
    roll = stage_roll(
        actor=actor,
        prison=_prison(actor, body.prison, today),
        data=file.read(),
        file_name=file.name or "",
        roll_date=body.roll_date,
        at=clock.now(),
    )
    return _out(roll)


@rolls.write("/rolls/{key}/application", RollOut, updates=True)
def apply_loaded_roll(request: ApiRequest, key: Key) -> RollOut:
    """Small rolls at once; large ones as a job: `state` is `applying` until it is done."""
    roll = _matching(request, key)
    return _out(start_roll(actor=request.actor, roll=roll, at=clock.now()))


@rolls.write("/rolls/{key}/discard", RollOut, updates=True)
def discard_loaded_roll(request: ApiRequest, key: Key) -> RollOut:
    return _out(discard_roll(actor=request.actor, roll=_matching(request, key)))


@rolls.write("/rolls/{key}/rows/{line}/verdict", RollOut, updates=True)
def create_verdict(request: ApiRequest, key: Key, line: LineNumber, body: VerdictIn) -> RollOut:
    """Somebody has found out whether a doubtful row is the person known here, or another one."""
    roll = _matching(request, key)
    decide_row(actor=request.actor, roll=roll, line=line, verdict=body.verdict, at=clock.now())
    return _out(find_roll(request.actor, key))


def _prison(actor: Actor, slug: str, today: dt.date) -> Unit:
    found = next((unit for unit in loadable_prisons(actor, today=today) if unit.slug == slug), None)
    if found is None:
        raise RuleBroken(
            _("Nøkkelen kan ikke lese inn lister for dette fengselet."), code="no_prison", field="prison"
        )
    return found


def _matching(request: ApiRequest, key: str) -> RollImport:
    found = find_roll(request.actor, key)
    rows = RollImport.objects.visible_to(request.actor).select_related("owner_unit")
    locked = rows.select_for_update(of=("self",), no_key=True).get(pk=found.pk)
    must_match(request, _out(locked))
    return locked


def _row(row: Mapping[str, Any], units: Mapping[str, str]) -> RollRowOut:
    return RollRowOut(
        line=row["line"],
        fate=row["fate"],
        reference=row["reference"],
        family_name=row["family_name"],
        given_name=row["given_name"],
        unit=row["unit"],
        expected_release_on=row["expected_release_on"],
        says=[*problem_texts(row["problems"]), *change_texts(row["changes"], units)],
    )


def _out(roll: RollImport) -> RollOut:
    return RollOut(
        key=roll.key,
        prison=roll.owner_unit.slug,
        roll_date=roll.roll_date,
        state=roll.state,
        refusal=roll.refusal,
        loaded_at=roll.loaded_at,
        applied_at=roll.applied_at,
        figures=Figures(
            rows=roll.row_count,
            new=roll.new_count,
            changed=roll.changed_count,
            same=roll.same_count,
            gone=roll.gone_count,
            undecided=roll.undecided_count,
            faulty=roll.faulty_count,
        ),
    )
