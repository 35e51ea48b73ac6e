"""What a roll may speak about: the prison, its sub-units, and which of them the actor has a seat in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.db.models import Q
from django.utils.translation import gettext as _

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import Purpose
from hjemvei.exchange.enums import CellFault, RollColumn
from hjemvei.exchange.policy import roll_units
from hjemvei.exchange.roll_file import FileRefusal
from hjemvei.exchange.roll_format import Fault, FaultyRow, Roll, parse_roll
from hjemvei.parties.models import Municipality, Unit

HIGHEST_CLEARANCE = 7


@dataclass(frozen=True, slots=True)
class RollScope:
    """`units`: slug -> id of those the actor may load; `closed`: slugs of the prison's other units;
    `elsewhere`: slugs of other prisons.
    """

    prison_id: int
    units: Mapping[str, int]
    closed: frozenset[str]
    elsewhere: frozenset[str]


def scope_of(actor: Actor, prison: Unit, *, today: dt.date) -> RollScope:
    """The prison with its children; three kinds of wrong unit get three reasons."""
    top = prison.parent_id or prison.pk
    prisons = Unit.objects.prisons().in_force(today)
    family = dict(prisons.filter(Q(pk=top) | Q(parent_id=top)).order_by("slug").values_list("slug", "pk"))
    mine = set(roll_units(actor))
    others = prisons.exclude(pk__in=family.values()).order_by("slug").values_list("slug", flat=True)
    return RollScope(
        prison_id=prison.pk,
        units={slug: pk for slug, pk in family.items() if pk in mine},
        closed=frozenset(slug for slug, pk in family.items() if pk not in mine),
        elsewhere=frozenset(others),
    )


def importing(actor: Actor) -> Actor:
    """The same person reading a whole roll: who is on it stands in the file whatever the
    protection, and somebody hidden would be taken for new. Used for matching and applying, never
    for showing.
    """
    return replace(actor, clearance=HIGHEST_CLEARANCE, purpose=Purpose.IMPORT)


def read_roll(data: bytes, *, scope: RollScope, roll_date: dt.date) -> Roll | FileRefusal:
    """Parse the file for these units; faulty rows say whether a unit is unknown, closed or another
    prison's.
    """
    numbers = Municipality.objects.order_by("number").values_list("number", flat=True)
    answer = parse_roll(
        data, today=roll_date, units=frozenset(scope.units), municipalities=frozenset(numbers)
    )
    if isinstance(answer, FileRefusal):
        return answer
    column = answer.columns.index(RollColumn.UNIT)
    faulty = [_say_which_unit(row, column=column, scope=scope) for row in answer.faulty]
    return replace(answer, faulty=faulty)


def _say_which_unit(row: FaultyRow, *, column: int, scope: RollScope) -> FaultyRow:
    if all(fault.code != CellFault.UNKNOWN_UNIT for fault in row.faults):
        return row
    slug = row.cells[column].strip().casefold()
    if slug in scope.closed:
        text = _("Du har ingen rolle i denne avdelingen. Den som har det, kan lese inn raden.")
    elif slug in scope.elsewhere:
        text = _("Avdelingen hører til et annet fengsel. Les inn det fengselets liste for seg.")
    else:
        return row
    faults = tuple(
        Fault(fault.column, fault.code, text) if fault.code == CellFault.UNKNOWN_UNIT else fault
        for fault in row.faults
    )
    return replace(row, faults=faults)
