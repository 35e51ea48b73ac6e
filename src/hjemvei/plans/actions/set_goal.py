"""A goal in one area of life. A home needs no other goal first (R2)."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from hjemvei.accounts.actor import Actor
from hjemvei.cases.actions.record_event import record_event
from hjemvei.core.errors import RuleBroken
from hjemvei.plans.choices import CLASS_OF_AREA, LifeArea
from hjemvei.plans.models import Goal
from hjemvei.plans.policy import can_plan_in
from hjemvei.sharing.models import Case, owned_by

SET = gettext_noop("Nytt mål i planen")


def set_goal(
    *, actor: Actor, case: Case, area: LifeArea, text: str, in_own_words: bool, at: dt.datetime
) -> Goal:
    can_plan_in(actor, area).require()
    if not text.strip():
        raise RuleBroken(_("Skriv hva personen vil."), code="empty", field="text")
    info_class = CLASS_OF_AREA[area]
    goal = Goal.objects.create(
        **owned_by(actor, case, at=at),
        info_class=info_class,
        area=area,
        text=text.strip(),
        in_own_words=in_own_words,
    )
    record_event(actor=actor, case=case, code="goal_set", text=SET, info_class=info_class, at=at)
    return goal
