"""A move between units of one prison (Leira to Tunga): a new placement in the same custody and case."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from hjemvei.accounts.actor import Actor
from hjemvei.cases import rows
from hjemvei.cases.actions.sync_caseload import sync_caseload
from hjemvei.cases.models import Event, Placement
from hjemvei.core.db import call
from hjemvei.core.errors import NotAllowed
from hjemvei.parties.models import Unit

CHANGED_UNIT = gettext_noop("Flyttet fra %(before)s til %(unit)s")


@dataclass(frozen=True, slots=True)
class UnitMove:
    case_id: int
    to_unit_id: int
    on: dt.date


def change_unit(*, actor: Actor, moves: Sequence[UnitMove], at: dt.datetime) -> list[int]:
    """The cases that moved; who is there already stays. Raises NotAllowed outside the actor's own units."""
    wanted = {move.case_id: move for move in moves}
    if not {move.to_unit_id for move in moves} <= set(actor.case_units()):
        raise NotAllowed(_("Du kan bare flytte mellom dine egne enheter."))
    custodies = rows.open_custodies(actor, wanted)
    placements = rows.open_placements(actor, custodies)
    units = rows.units_of(actor, custodies, placements)
    moving = {case_id: unit for case_id, unit in units.items() if unit != wanted[case_id].to_unit_id}
    if not moving:
        return []
    names = dict(Unit.objects.filter(controller_id=actor.controller_id).values_list("id", "name"))
    rows.leave_unit(actor, list(moving), to_units={i: wanted[i].to_unit_id for i in moving}, at=at)
    for case_id, from_unit in moving.items():
        call("hand_over", case_id, from_unit, wanted[case_id].to_unit_id)
    fresh, lines = [], []
    for case_id, from_unit in moving.items():
        move, old = wanted[case_id], placements[case_id]
        row = rows.row_of(actor, case_id, unit_id=move.to_unit_id, at=at)
        old.ends_before = max(move.on, old.starts_on)
        starts = old.ends_before
        fresh.append(Placement(**row, custody_id=old.custody_id, unit_id=move.to_unit_id, starts_on=starts))
        told = {"before": names[from_unit], "unit": names[move.to_unit_id]}
        lines.append(rows.event_row(row, code="changed_unit", text=CHANGED_UNIT, at=at, **told))
    Placement.objects.bulk_update([placements[i] for i in moving], ["ends_before"], batch_size=rows.BATCH)
    Placement.objects.bulk_create(fresh, batch_size=rows.BATCH)
    Event.objects.bulk_create(lines, batch_size=rows.BATCH)
    sync_caseload(case_ids=list(moving))
    return list(moving)
