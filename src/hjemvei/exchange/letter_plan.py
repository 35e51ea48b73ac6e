"""The plan as one may read it, gathered for paper."""

from __future__ import annotations

import datetime as dt

from hjemvei.accounts.actor import Actor
from hjemvei.exchange import letter_cooperation
from hjemvei.exchange.letter_cooperation import Aim, Step
from hjemvei.exchange.letter_frame import Frame, person_language
from hjemvei.exchange.letter_pdf import Letter, in_both
from hjemvei.plans.queries import AreaView, GoalView, plan_view
from hjemvei.sharing.models import Case
from hjemvei.sharing.queries import PersonView


def plan_letter(actor: Actor, case: Case, person: PersonView, *, today: dt.date) -> Letter | None:
    """None before anybody has started a plan. In the person's language: it is the person's paper."""
    plan = plan_view(actor, case, today=today).plan
    if plan is None:
        return None

    def write(language: str) -> Letter:
        view = plan_view(actor, case, today=today)
        frame = Frame(
            sender=actor.unit_name,
            receiver=person.name,
            dated_on=today,
            language=language,
            signed_by=actor.name,
        )
        return letter_cooperation.plan(
            frame,
            own_words=plan.own_words,
            starts_on=plan.starts_on,
            review_on=plan.review_on,
            aims=tuple(_aim(area, goal) for area in view.areas for goal in area.goals),
        )

    return in_both(person_language(person.language), write)


def _aim(area: AreaView, goal: GoalView) -> Aim:
    steps = tuple(
        Step(text=step.text, who=step.who, due_on=step.due_on, state=step.state_label)
        for step in goal.measures
    )
    return Aim(area=area.label, goal=goal.text, steps=steps)
