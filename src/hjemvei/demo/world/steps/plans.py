"""The person's plan: own words, a goal with what the person does and what others do."""

from __future__ import annotations

import datetime as dt

from hjemvei.demo.world.road import ANY_PRISON, Play, Stop
from hjemvei.demo.world.tables import rows
from hjemvei.plans.actions.add_measure import Promise, add_measure
from hjemvei.plans.actions.move_measure import move_measure
from hjemvei.plans.actions.set_goal import set_goal
from hjemvei.plans.actions.start_plan import start_plan
from hjemvei.plans.choices import LifeArea, MeasureState
from hjemvei.plans.models import Measure

OWN_WORDS = (
    "Jeg vil ha et sted å våkne der ingen banker på.",
    "Jeg klarer mye selv når jeg vet hva som skjer.",
    "Ikke flytt meg tilbake til samme gate.",
    "Spør meg først, så sier jeg som det er.",
)
GOALS = {row["area"]: row for row in rows("goals")}
REVIEW = dt.timedelta(days=180)
MEASURE_DAYS = 60


def plan(stop: Stop) -> None:
    review = stop.today + REVIEW
    words = OWN_WORDS[sum(map(ord, stop.who.person.reference)) % len(OWN_WORDS)]
    with stop.acting(ANY_PRISON) as (actor, case):
        start_plan(actor=actor, case=case, own_words=words, review_on=review, at=stop.at)


def goal(stop: Stop) -> None:
    """The value is the area of life."""
    text = GOALS[stop.step.value]
    due_on = stop.today + dt.timedelta(days=MEASURE_DAYS)
    with stop.acting(ANY_PRISON) as (actor, case):
        made = set_goal(
            actor=actor,
            case=case,
            area=LifeArea(stop.step.value),
            text=text["goal"],
            in_own_words=True,
            at=stop.at,
        )
        own = Promise(text=text["own_effort"], to_unit_id=None)
        theirs = Promise(text=text["measure"], to_unit_id=stop.world.units[stop.who.unit].pk, due_on=due_on)
        for promise in (own, theirs):
            add_measure(actor=actor, goal=made, promise=promise, at=stop.at)


def measure_done(stop: Stop) -> None:
    """The oldest promise is kept."""
    with stop.acting(ANY_PRISON) as (actor, case):
        waiting = Measure.objects.visible_to(actor).of(case).filter(state=MeasureState.PLANNED)
        found = waiting.order_by("id").first()
        if not isinstance(found, Measure):
            raise LookupError("no measure waits")
        move_measure(actor=actor, measure=found, verb="finish", at=stop.at)


PLAYS: dict[str, Play] = {"plan": plan, "goal": goal, "measure_done": measure_done}
