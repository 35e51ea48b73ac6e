"""A goal is reached: a small victory."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import InfoClass
from hjemvei.cases.actions.record_event import record_event
from hjemvei.core.errors import RuleBroken
from hjemvei.plans.choices import LifeArea
from hjemvei.plans.models import Goal
from hjemvei.plans.policy import can_plan_in

REACHED = gettext_noop("Et mål i planen er nådd")


def reach_goal(*, actor: Actor, goal: Goal, reached_on: dt.date, at: dt.datetime) -> Goal:
    """Raises RuleBroken when it was reached before."""
    locked: Goal = Goal.objects.visible_to(actor).select_for_update(of=("self",)).get(pk=goal.pk)
    can_plan_in(actor, LifeArea(locked.area)).require()
    if locked.reached_on is not None:
        raise RuleBroken(_("Målet er allerede nådd."), code="wrong_state")
    locked.reached_on = reached_on
    locked.save(update_fields=["reached_on"])
    record_event(
        actor=actor,
        case=locked.case,
        code="goal_reached",
        text=REACHED,
        info_class=InfoClass(locked.info_class),
        at=at,
        milestone=True,
    )
    return locked
