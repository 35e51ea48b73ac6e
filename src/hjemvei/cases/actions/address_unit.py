"""A unit has been let into the case: what was about its municipality before that now reaches it."""

from __future__ import annotations

import datetime as dt

from django.utils.timezone import localdate

from hjemvei.accounts.actor import Actor
from hjemvei.cases.actions.raise_dispute import ask_second
from hjemvei.cases.asked import DECIDE, ask_unit
from hjemvei.cases.models import MoveWish, Responsibility
from hjemvei.cases.policy.moves import OPEN
from hjemvei.cases.states import ResponsibilityState
from hjemvei.parties.models import Unit
from hjemvei.sharing.models import Case


def address_unit(actor: Actor, case: Case, to_unit: Unit, *, at: dt.datetime) -> None:
    """A proposal, the other side of a dispute, a wish to move that waits for its view."""
    today = localdate(at)
    rows = Responsibility.objects.visible_to(actor).of(case).filter(superseded_at__isnull=True)
    whose = to_unit.controller_id
    rows.filter(to_unit__isnull=True, municipality__controller=whose).update(to_unit=to_unit)
    second = rows.filter(
        second_unit__isnull=True,
        second_municipality__controller=whose,
        state=ResponsibilityState.DISPUTED,
    ).select_related("case")
    for row in second:
        row.second_unit = to_unit
        row.save(update_fields=["second_unit"])
        ask_second(actor, row, today=today, at=at)
    wishes = MoveWish.objects.visible_to(actor).of(case).filter(state__in=OPEN, decision="")
    for wish in wishes.filter(from_unit__isnull=True, from_municipality__controller=whose):
        wish.from_unit = to_unit
        wish.save(update_fields=["from_unit"])
        due_on = max(wish.decide_by, today)
        ask_unit(actor, case, code=DECIDE, unit_id=to_unit.pk, due_on=due_on, today=today, at=at)
