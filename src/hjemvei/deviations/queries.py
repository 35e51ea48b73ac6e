"""Deviations of a case, and those that a unit or one of its people has to do something about."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce
from django.http import Http404
from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor
from hjemvei.cases.models import Task
from hjemvei.core.paging import Page, page
from hjemvei.deviations.agenda import cause_label
from hjemvei.deviations.choices import WELL, DeviationKind, Effect, Mistake
from hjemvei.deviations.models import Deviation, DeviationSummary
from hjemvei.deviations.policy import can_close_of
from hjemvei.deviations.states import LEARNED, LIVE, DeviationState, SummaryState
from hjemvei.needs.queries import people_in
from hjemvei.routines.choices import Source
from hjemvei.routines.queries import lessons_from
from hjemvei.sharing.models import Case
from hjemvei.sharing.sealed import open_values

FIELDS = (
    "id",
    "key",
    "kind",
    "state",
    "happened_on",
    "times",
    "found_in",
    "note",
    "cause",
    "cause_note",
    "measure",
    "effect",
    "withdrawn_why",
    "due_on",
    "case_id",
    "case__key",
    "to_unit__name",
    "to_unit_id",
    "to_user_id",
    "to_user__name",
    "owner_unit_id",
)
SEALED = ("note", "measure", "cause_note")
MOST_WAITING = 100
FROM_TASKS = (DeviationKind.DEADLINE_PASSED, DeviationKind.NOTICE_LATE)
TONES = {
    DeviationState.OPEN: "danger",
    DeviationState.PLANNED: "warning",
    DeviationState.DONE: "info",
    DeviationState.CLOSED: "success",
    DeviationState.WITHDRAWN: "neutral",
    DeviationState.NOTED: "success",
}
SHOWN = {
    "": LIVE,
    "mine": LIVE,
    "bra": (DeviationState.NOTED,),
    "lukket": (DeviationState.CLOSED,),
    "feil": (DeviationState.WITHDRAWN,),
}
"""What each tab of the list shows; the names stand in addresses."""


@dataclass(frozen=True, slots=True)
class DeviationView:
    """`name` only in lists across cases. `missed`: the task whose deadline passed. `summary`: key, text and
    whether the actor wrote it, of what the committee may read or a colleague shall release. `lesson`: key of
    what was learned from it.
    """

    key: str
    case_key: str
    name: str
    kind: str
    went_well: bool
    missed: str
    happened_on: dt.date
    times: int
    to_unit: str
    to_user: str
    due_on: dt.date | None
    note: str
    cause: str
    cause_note: str
    measure: str
    effect: str
    state: str
    state_label: str
    tone: str
    why_not: str
    is_open: bool
    may_close: bool
    may_learn: bool
    lesson: str
    summary: SummaryView | None


@dataclass(frozen=True, slots=True)
class WaitingView:
    """A summary that somebody else of the organisation wrote, or the actor's own that waits for somebody."""

    case_key: str
    name: str
    kind: str
    text: str
    is_own: bool


@dataclass(frozen=True, slots=True)
class SummaryView:
    key: str
    text: str
    state_label: str
    waits: bool
    is_own: bool


def find_deviation(actor: Actor, case: Case, key: str) -> Deviation:
    """Raises Http404."""
    row = Deviation.objects.visible_to(actor).of(case).filter(key=key).select_related("case").first()
    if row is None:
        raise Http404
    found: Deviation = row
    return found


def find_summary(actor: Actor, case: Case, key: str) -> DeviationSummary:
    """Raises Http404."""
    rows = DeviationSummary.objects.visible_to(actor).of(case).select_related("case", "deviation")
    found: DeviationSummary | None = rows.filter(key=key).first()
    if found is None:
        raise Http404
    return found


def deviations_of(actor: Actor, case: Case) -> tuple[DeviationView, ...]:
    rows = Deviation.objects.visible_to(actor).of(case).order_by("-happened_on", "-id").values(*FIELDS)
    return tuple(_views(actor, rows, {}))


def listed(actor: Actor, *, shown: str, kind: str = "", cause: str = "") -> QuerySet[Any, Any]:
    """Those sent to the actor's units; with "mine" those the actor answers for. What is due comes first."""
    rows = Deviation.objects.visible_to(actor).filter(state__in=SHOWN[shown])
    if shown == "mine":
        rows = rows.filter(to_user_id=actor.user_id)
    else:
        rows = rows.filter(to_unit_id__in=actor.case_units())
    if kind:
        rows = rows.filter(kind=kind)
    if cause:
        rows = rows.filter(cause=cause)
    found: QuerySet[Any, Any] = rows.annotate(first_on=Coalesce(F("due_on"), F("happened_on")))
    return found


def own_deviations(
    actor: Actor, *, shown: str, kind: str = "", cause: str = "", cursor: str = ""
) -> Page[DeviationView]:
    """One page; names are written down as read."""
    rows = listed(actor, shown=shown, kind=kind, cause=cause)
    found = page(rows.values(*FIELDS, "first_on"), by=("first_on", "id"), cursor=cursor)
    names = people_in(actor, {row["case_id"] for row in found.rows})
    return Page(_views(actor, found.rows, names), found.next_cursor, found.previous_cursor)


def all_deviations(actor: Actor, *, shown: str, kind: str, cause: str, most: int) -> list[DeviationView]:
    """For a spreadsheet: no more than `most`."""
    rows = listed(actor, shown=shown, kind=kind, cause=cause).order_by("first_on", "id")
    found = list(rows.values(*FIELDS)[:most])
    return _views(actor, found, people_in(actor, {row["case_id"] for row in found}))


def _views(actor: Actor, rows: Iterable[dict[str, Any]], names: Mapping[int, str]) -> list[DeviationView]:
    found = open_values(rows, Deviation, *SEALED)
    missed, summaries = _missed(actor, found), _summaries(actor, found)
    done = [row["key"] for row in found if row["state"] in LEARNED]
    lessons = lessons_from(actor, Source.DEVIATION, done)
    views = [
        _view(actor, row, names.get(row["case_id"], ""), missed.get(row["found_in"], ""), summaries)
        for row in found
    ]
    return [replace(view, lesson=lessons.get(view.key, "")) for view in views]


def _missed(actor: Actor, rows: Iterable[dict[str, Any]]) -> dict[str, str]:
    """The titles of the tasks behind each passed deadline, in one statement; done or not since."""
    keys = {row["found_in"] for row in rows if row["kind"] in FROM_TASKS and row["found_in"]}
    if not keys:
        return {}
    tasks = Task.objects.visible_to(actor).filter(key__in=keys)
    return {key: _(title) for key, title in tasks.order_by("id").values_list("key", "title")}


def _summaries(actor: Actor, rows: Iterable[dict[str, Any]]) -> dict[int, SummaryView]:
    ids = [row["id"] for row in rows]
    if not ids:
        return {}
    found = DeviationSummary.objects.visible_to(actor).filter(deviation_id__in=ids)
    stands = found.exclude(state=SummaryState.TAKEN_BACK).filter(controller_id=actor.controller_id)
    names = ("key", "text", "state", "deviation_id", "recorded_by_id", "case_id", "controller_id")
    return {
        row["deviation_id"]: SummaryView(
            key=row["key"],
            text=row["text"],
            state_label=str(SummaryState(row["state"]).label),
            waits=row["state"] == SummaryState.WRITTEN,
            is_own=row["recorded_by_id"] == actor.user_id,
        )
        for row in open_values(stands.order_by("id").values(*names), DeviationSummary, "text")
    }


def _view(
    actor: Actor, row: dict[str, Any], name: str, missed: str, summaries: Mapping[int, SummaryView]
) -> DeviationView:
    state = DeviationState(row["state"])
    is_open = state in LIVE
    may_close = bool(can_close_of(actor, units={row["to_unit_id"], row["owner_unit_id"]}))
    return DeviationView(
        key=row["key"],
        case_key=row["case__key"],
        name=name,
        kind=str(DeviationKind(row["kind"]).label),
        went_well=row["kind"] in WELL,
        missed=missed,
        happened_on=row["happened_on"],
        times=row["times"],
        to_unit=row["to_unit__name"],
        to_user=row["to_user__name"] or "",
        due_on=row["due_on"],
        note=row["note"],
        cause=cause_label(row["kind"], row["cause"]),
        cause_note=row["cause_note"],
        measure=row["measure"],
        effect=str(Effect(row["effect"]).label) if row["effect"] else "",
        state=state.value,
        state_label=str(state.label),
        tone=TONES[state],
        why_not=str(Mistake(row["withdrawn_why"]).label) if row["withdrawn_why"] else "",
        is_open=is_open,
        may_close=may_close,
        may_learn=may_close and state in LEARNED,
        lesson="",
        summary=summaries.get(row["id"]),
    )


def waiting_summaries(actor: Actor) -> list[WaitingView]:
    """What the organisation's people have written for a committee and nobody has released."""
    rows = DeviationSummary.objects.visible_to(actor).filter(
        state=SummaryState.WRITTEN, controller_id=actor.controller_id
    )
    names = ("key", "text", "case_id", "case__key", "controller_id", "recorded_by_id", "deviation__kind")
    found = open_values(rows.order_by("id").values(*names)[:MOST_WAITING], DeviationSummary, "text")
    people = people_in(actor, {row["case_id"] for row in found})
    return [
        WaitingView(
            case_key=row["case__key"],
            name=people.get(row["case_id"], ""),
            kind=str(DeviationKind(row["deviation__kind"]).label),
            text=row["text"],
            is_own=row["recorded_by_id"] == actor.user_id,
        )
        for row in found
    ]
