"""The person's own words and goals, by the same actions as staff's: the plan is theirs."""

from __future__ import annotations

import datetime as dt

from hjemvei.plans.actions.revise_plan import revise_plan
from hjemvei.plans.actions.set_goal import set_goal
from hjemvei.plans.actions.start_plan import start_plan
from hjemvei.plans.choices import LifeArea
from hjemvei.plans.models import Goal, Plan
from hjemvei.portal.deeds import acting
from hjemvei.portal.here import Here
from hjemvei.sharing.models import Case


def write_own_words(*, here: Here, text: str, at: dt.datetime) -> Plan:
    """The plan begins with them where nobody has begun one."""
    with acting(here) as actor:
        case = Case.objects.visible_to(actor).get(pk=here.case_id)
        plan = Plan.objects.visible_to(actor).of(case).first()
        if plan is None:
            return start_plan(actor=actor, case=case, own_words=text.strip(), at=at)
        return revise_plan(actor=actor, plan=plan, own_words=text.strip(), review_on=plan.review_on, at=at)


def set_own_goal(*, here: Here, area: LifeArea, text: str, at: dt.datetime) -> Goal:
    with acting(here) as actor:
        case = Case.objects.visible_to(actor).get(pk=here.case_id)
        if not Plan.objects.visible_to(actor).of(case).exists():
            start_plan(actor=actor, case=case, at=at)
        return set_goal(actor=actor, case=case, area=area, text=text, in_own_words=True, at=at)
