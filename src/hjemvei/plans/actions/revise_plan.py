"""Change the person's own words and the day to look at the plan again."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext_noop

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import InfoClass
from hjemvei.cases.actions.record_event import record_event
from hjemvei.plans.models import Plan
from hjemvei.plans.policy import can_plan

REVISED = gettext_noop("Planen er gått gjennom")


def revise_plan(
    *, actor: Actor, plan: Plan, own_words: str, review_on: dt.date | None, at: dt.datetime
) -> Plan:
    """The words before stay in the change log."""
    can_plan(actor).require()
    locked: Plan = Plan.objects.visible_to(actor).select_for_update(of=("self",)).get(pk=plan.pk)
    locked.own_words, locked.review_on = own_words, review_on
    locked.save(update_fields=["own_words", "review_on"])
    record_event(
        actor=actor,
        case=locked.case,
        code="plan_revised",
        text=REVISED,
        info_class=InfoClass.COORDINATION,
        at=at,
    )
    return locked
