"""Deviations of a case, and those that a unit has to close."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor
from hjemvei.cases.models import Task
from hjemvei.core.paging import Page, page
from hjemvei.deviations.choices import Cause, DeviationKind
from hjemvei.deviations.models import Deviation
from hjemvei.deviations.policy import can_close_of
from hjemvei.needs.queries import people_in
from hjemvei.sharing.models import Case
from hjemvei.sharing.sealed import open_values

FIELDS = (
    "id",
    "key",
    "kind",
    "happened_on",
    "note",
    "cause",
    "measure",
    "closed_at",
    "case_id",
    "case__key",
    "to_unit__name",
    "to_unit_id",
    "owner_unit_id",
)
SEALED = ("note", "measure")


@dataclass(frozen=True, slots=True)
class DeviationView:
    """`name` only in lists across cases. `missed`: the tasks whose deadline passed that day."""

    key: str
    case_key: str
    name: str
    kind: str
    missed: str
    happened_on: dt.date
    to_unit: str
    note: str
    cause: str
    measure: str
    is_open: bool
    may_close: bool


def find_deviation(actor: Actor, case: Case, key: str) -> Deviation:
    """Raises Http404."""
    row = Deviation.objects.visible_to(actor).of(case).filter(key=key).first()
    if row is None:
        raise Http404
    found: Deviation = row
    return found


def deviations_of(actor: Actor, case: Case) -> tuple[DeviationView, ...]:
    rows = Deviation.objects.visible_to(actor).of(case).order_by("-happened_on", "-id").values(*FIELDS)
    found = open_values(rows, Deviation, *SEALED)
    missed = _missed(actor, found)
    return tuple(_view(actor, row, "", missed) for row in found)


def own_deviations(actor: Actor, *, show_closed: bool, cursor: str) -> Page[DeviationView]:
    """Those sent to the actor's units, oldest first; names are written down as read."""
    rows = Deviation.objects.visible_to(actor).filter(
        to_unit_id__in=actor.case_units(), closed_at__isnull=not show_closed
    )
    found = page(rows.values(*FIELDS), by=("happened_on", "id"), cursor=cursor)
    names = people_in(actor, {row["case_id"] for row in found.rows})
    open_values(found.rows, Deviation, *SEALED)
    missed = _missed(actor, found.rows)
    shown = [_view(actor, row, names.get(row["case_id"], ""), missed) for row in found.rows]
    return Page(shown, found.next_cursor, found.previous_cursor)


def _missed(actor: Actor, rows: Sequence[dict[str, Any]]) -> dict[tuple[int, dt.date], str]:
    """The titles of the tasks behind each passed deadline, in one statement; done or not since."""
    late = [row for row in rows if row["kind"] == DeviationKind.DEADLINE_PASSED]
    tasks = Task.objects.visible_to(actor).filter(
        case_id__in={row["case_id"] for row in late}, due_on__in={row["happened_on"] for row in late}
    )
    titles: dict[tuple[int, dt.date], str] = {}
    for case_id, due_on, title in tasks.order_by("id").values_list("case_id", "due_on", "title"):
        before = titles.get((case_id, due_on))
        titles[case_id, due_on] = f"{before}, {_(title)}" if before else _(title)
    return titles


def _view(
    actor: Actor, row: dict[str, Any], name: str, missed: Mapping[tuple[int, dt.date], str]
) -> DeviationView:
    cause = str(row["cause"])
    day, is_open = row["happened_on"], row["closed_at"] is None
    assert isinstance(day, dt.date)
    return DeviationView(
        key=str(row["key"]),
        case_key=str(row["case__key"]),
        name=name,
        kind=str(DeviationKind(str(row["kind"])).label),
        missed=missed.get((row["case_id"], day), "") if row["kind"] == DeviationKind.DEADLINE_PASSED else "",
        happened_on=day,
        to_unit=str(row["to_unit__name"]),
        note=str(row["note"]),
        cause=str(Cause(cause).label) if cause else "",
        measure=str(row["measure"]),
        is_open=is_open,
        may_close=is_open and bool(can_close_of(actor, units={row["to_unit_id"], row["owner_unit_id"]})),
    )
