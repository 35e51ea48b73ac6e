"""Writing down who takes the case in hand, and the warning where the person has been handed on too often."""

from __future__ import annotations

import datetime as dt

from django.utils.timezone import localdate

from hjemvei.accounts.actor import Actor
from hjemvei.agreements.calendar import shift
from hjemvei.agreements.enums import OffsetUnit
from hjemvei.cases.asked import GATHER, ask_unit
from hjemvei.cases.models import Hand
from hjemvei.cases.queries.hands import counts_of
from hjemvei.cases.rules.hands import HandKind, warns
from hjemvei.parties.enums import UnitKind
from hjemvei.parties.models import Municipality, Unit
from hjemvei.sharing.enums import Basis
from hjemvei.sharing.models import Case, owned_by, writing_unit
from hjemvei.sharing.queries import participants

GATHER_WITHIN = 5
"""Working days to gather those who take part."""


def note_hand(
    actor: Actor,
    case: Case,
    *,
    municipality: Municipality | None = None,
    unit: Unit | None = None,
    at: dt.datetime,
) -> None:
    """Who has it already takes nothing over. Exactly one of the two is given."""
    kind = HandKind.MUNICIPALITY if unit is None else HandKind.UNIT
    seen = Hand.objects.visible_to(actor).of(case)
    last = seen.filter(kind=kind).order_by("-id").first()
    if last is not None and (last.municipality, last.unit_id) == (municipality, unit.pk if unit else None):
        return
    Hand.objects.create(
        **owned_by(actor, case, at=at), kind=kind, municipality=municipality, unit=unit, turn=seen.count()
    )
    warn_of_hands(actor, case, at=at)


def warn_of_hands(actor: Actor, case: Case, *, at: dt.datetime) -> None:
    """From the third change of hands on the coordinator is asked to gather those who take part."""
    if not warns(counts_of(actor, [case.pk]).get(case.pk, 0)):
        return
    today = localdate(at)
    due_on = shift(day=today, count=GATHER_WITHIN, unit=OffsetUnit.WORKING_DAYS)
    ask_unit(actor, case, code=GATHER, unit_id=_coordinator(actor, case), due_on=due_on, today=today, at=at)


def _coordinator(actor: Actor, case: Case) -> int:
    """The actor's own controller's coordination where it takes part, else any, else the actor's own unit."""
    ids = [part.unit_id for part in participants(case) if part.basis != Basis.OWN]
    units = Unit.objects.filter(pk__in=ids, kind=UnitKind.COORDINATION).order_by("id")
    found = sorted(units, key=lambda unit: unit.controller_id != actor.controller_id)
    return found[0].pk if found else writing_unit(actor, case)
