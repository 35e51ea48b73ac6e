"""Who is out without an owner in the municipality's ordinary service (R255); `deviations` asks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from hjemvei.accounts.actor import Actor
from hjemvei.cases.models import Assignment, Caseload
from hjemvei.cases.states import AssignmentState
from hjemvei.parties.enums import ControllerKind, UnitKind

ORDINARY = (
    UnitKind.HOUSING_OFFICE,
    UnitKind.SOCIAL_SERVICE,
    UnitKind.CITY_DISTRICT,
    UnitKind.HEALTH,
    UnitKind.FOLLOW_UP,
)
"""The coordination distributes and a project ends: neither is where a person belongs afterwards."""


@dataclass(frozen=True, slots=True)
class NoOrdinaryOwner:
    case_id: int
    released_on: dt.date


def without_ordinary_owner(actor: Actor, *, since: dt.date, today: dt.date) -> Sequence[NoOrdinaryOwner]:
    """Open cases of the actor's units, released in [since, today], that no ordinary service owns.

    One statement. A case seen only as the unit's own archive is left out: the consent was withdrawn.
    """
    owner = Assignment.objects.filter(
        case_id=OuterRef("case_id"),
        is_owner=True,
        state=AssignmentState.ACCEPTED,
        to_unit__kind__in=ORDINARY,
        to_unit__controller__kind=ControllerKind.MUNICIPALITY,
    )
    rows = Caseload.objects.visible_to(actor).filter(
        ~Exists(owner),
        unit_id__in=actor.case_units(),
        is_open=True,
        is_restricted=False,
        released_on__gte=since,
        released_on__lte=today,
    )
    found = rows.order_by("released_on", "case_id").values_list("case_id", "released_on").distinct()
    return [NoOrdinaryOwner(case_id, day) for case_id, day in found if day is not None]
