"""Rows of many cases at once: what `owned_by` and `record_event` give one row, without a statement a case."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import InfoClass
from hjemvei.agreements.enums import PartyCode, RoleCode
from hjemvei.cases.models import Assignment, Custody, Event, Placement, ReleaseDate, Task
from hjemvei.cases.states import ASSIGNMENT, AssignmentState
from hjemvei.core.errors import NotAllowed
from hjemvei.core.states import move
from hjemvei.sharing.models import Case, writing_unit

BATCH = 2000


def row_of(actor: Actor, case_id: int, *, unit_id: int, at: dt.datetime) -> dict[str, Any]:
    """The fields every new case row gets from who writes it, for a unit that is known to take part."""
    return {
        "case_id": case_id,
        "controller_id": actor.controller_id,
        "owner_unit_id": unit_id,
        "recorded_by_id": actor.user_id,
        "recorded_at": at,
    }


def event_row(row: dict[str, Any], *, code: str, text: str, at: dt.datetime, **values: Any) -> Event:
    """A milestone about custody, not saved; `text` is a Bokmål message id as in `record_event`."""
    shown = {name: v.isoformat() if isinstance(v, dt.date) else v for name, v in values.items()}
    return Event(
        **row,
        code=code,
        text=text,
        info_class=InfoClass.CUSTODY,
        values=shown,
        is_milestone=True,
        happened_at=at,
    )


def open_custodies(actor: Actor, case_ids: Iterable[int]) -> dict[int, Custody]:
    """The open custody of each visible case, by case."""
    rows = Custody.objects.visible_to(actor).filter(case_id__in=list(case_ids), ends_before=None)
    return {custody.case_id: custody for custody in rows}


def open_placements(actor: Actor, case_ids: Iterable[int]) -> dict[int, Placement]:
    """Where each person is now, by case."""
    rows = Placement.objects.visible_to(actor).filter(case_id__in=list(case_ids), ends_before=None)
    return {placement.case_id: placement for placement in rows}


def newest_dates(actor: Actor, case_ids: Iterable[int]) -> dict[int, ReleaseDate]:
    """The release date in force, by case."""
    rows = (
        ReleaseDate.objects.visible_to(actor)
        .filter(case_id__in=list(case_ids))
        .order_by("case_id", "-known_at", "-id")
        .distinct("case_id")
    )
    return {row.case_id: row for row in rows}


def units_of(actor: Actor, custodies: dict[int, Custody], placements: dict[int, Placement]) -> dict[int, int]:
    """The actor's unit that writes for each case: where the person is. Raises NotAllowed for another's."""
    units = {case_id: placements[case_id].unit_id for case_id in custodies if case_id in placements}
    if not set(units.values()) <= set(actor.case_units()):
        raise NotAllowed(_("Du kan bare endre opplysninger om personer som er i din egen enhet."))
    return units


def place_of(actor: Actor, case: Case) -> int:
    """The actor's unit that writes in one case: where the person is, if that is the actor's."""
    placement = open_placements(actor, [case.pk]).get(case.pk)
    here = placement is not None and placement.unit_id in actor.units
    return placement.unit_id if placement is not None and here else writing_unit(actor, case)


def leave_unit(actor: Actor, case_ids: Sequence[int], *, to_units: dict[int, int], at: dt.datetime) -> None:
    """End the parts of the old prison unit's staff, and address its open tasks to the new one."""
    own = {"case_id__in": list(case_ids), "controller_id": actor.controller_id}
    live = [AssignmentState.OFFERED, AssignmentState.ACCEPTED]
    seen = Assignment.objects.visible_to(actor).select_related("to_unit")
    assignments = list(seen.filter(**own, state__in=live))
    ending = [row for row in assignments if row.to_unit_id != to_units[row.case_id]]
    ending = [row for row in ending if row.to_unit.controller_id == actor.controller_id]
    for row in ending:
        move(row, "end", by=ASSIGNMENT)
        row.ended_at = at
    Assignment.objects.bulk_update(ending, ["state", "ended_at"], batch_size=BATCH)
    tasks = Task.objects.visible_to(actor).filter(**own, done_at=None, exempted_at=None, lapsed_at=None)
    moving = list(tasks.filter(to_unit__controller_id=actor.controller_id))
    for task in moving:
        task.to_unit_id, task.to_user_id = to_units[task.case_id], None
    Task.objects.bulk_update(moving, ["to_unit", "to_user"], batch_size=BATCH)


def prison_task(row: dict[str, Any], *, code: str, title: str, opens_on: dt.date, due_on: dt.date) -> Task:
    """A duty of the prison unit that nobody may be exempted from, not saved; only the prison reads it."""
    return Task(
        **row,
        info_class=InfoClass.CUSTODY,
        code=code,
        title=title,
        party=PartyCode.PRISON,
        role=RoleCode.CONTACT_OFFICER,
        to_unit_id=row["owner_unit_id"],
        opens_on=opens_on,
        due_on=due_on,
        first_due_on=due_on,
        can_be_exempted=False,
    )
