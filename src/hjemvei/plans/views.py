"""The plan panel, its forms, and the plan on paper."""

from __future__ import annotations

from typing import cast

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hjemvei.accounts.actor import Actor
from hjemvei.audit.once_view import once
from hjemvei.core import clock
from hjemvei.needs.answers import answer
from hjemvei.plans import policy
from hjemvei.plans.actions.add_measure import add_measure
from hjemvei.plans.actions.move_measure import Verb, move_measure
from hjemvei.plans.actions.reach_goal import reach_goal
from hjemvei.plans.actions.revise_plan import revise_plan
from hjemvei.plans.actions.set_goal import set_goal
from hjemvei.plans.actions.start_plan import start_plan
from hjemvei.plans.choices import LifeArea
from hjemvei.plans.forms import ConfirmForm, GoalForm, MeasureForm, MoveForm, PlanForm
from hjemvei.plans.panels import PLAN
from hjemvei.plans.queries import find_goal, find_measure, plan_of, plan_view
from hjemvei.sharing.panels import read_panel
from hjemvei.sharing.queries import disclose, find_case, participants
from hjemvei.ui.forms import sent
from hjemvei.ui.render import render

PANEL = "plans:plan"


@require_safe
def plan(request: HttpRequest, key: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    case = find_case(actor, key)
    policy.can_plan(actor).require()
    context = {
        "case": case,
        "person": disclose(actor, case),
        **read_panel(PLAN, actor, case, today=clock.today()),
    }
    return render(request, "plans/plan.html", context, block="panel")


@require_safe
def paper(request: HttpRequest, key: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    case = find_case(actor, key)
    policy.can_plan(actor).require()
    context = {
        "person": disclose(actor, case),
        "view": plan_view(actor, case, today=clock.today()),
        "printed_at": clock.now(),
        "printed_by": actor.name,
    }
    return render(request, "plans/paper.html", context)


@require_http_methods(["GET", "POST"])
@once
def write(request: HttpRequest, key: str) -> HttpResponse:
    """Start the plan, or go through it again."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    case = find_case(actor, key)
    policy.can_plan(actor).require()
    found = plan_of(actor, case)
    initial = {"own_words": found.own_words, "review_on": found.review_on} if found else {}
    form = PlanForm(sent(request), initial=initial)

    def act() -> object:
        words, review_on = form.cleaned_data["own_words"], form.cleaned_data["review_on"]
        if found is None:
            return start_plan(actor=actor, case=case, own_words=words, review_on=review_on, at=clock.now())
        return revise_plan(actor=actor, plan=found, own_words=words, review_on=review_on, at=clock.now())

    title = _("Start planen") if found is None else _("Gå gjennom planen")
    return answer(request, case, form, act, back=PANEL, title=title, submit=_("Lagre"))


@require_http_methods(["GET", "POST"])
@once
def goal(request: HttpRequest, key: str, area: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    case = find_case(actor, key)
    if area not in LifeArea.values:
        raise Http404
    policy.can_plan_in(actor, LifeArea(area)).require()
    form = GoalForm(sent(request))

    def act() -> object:
        text, own = form.cleaned_data["text"], form.cleaned_data["in_own_words"]
        return set_goal(
            actor=actor, case=case, area=LifeArea(area), text=text, in_own_words=own, at=clock.now()
        )

    title = _("Nytt mål: %(area)s") % {"area": LifeArea(area).label}
    return answer(request, case, form, act, back=PANEL, title=title, submit=_("Legg til målet"))


@require_http_methods(["GET", "POST"])
@once
def measure(request: HttpRequest, key: str, goal: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    case = find_case(actor, key)
    row = find_goal(actor, case, goal)
    policy.can_plan_in(actor, LifeArea(row.area)).require()
    form = MeasureForm(sent(request), parts=participants(case))

    def act() -> object:
        return add_measure(actor=actor, goal=row, promise=form.promise(), at=clock.now())

    texts = {"title": _("Nytt tiltak"), "submit": _("Legg til tiltaket"), "lede": row.text}
    return answer(request, case, form, act, back=PANEL, **texts)


@require_http_methods(["GET", "POST"])
@once
def move(request: HttpRequest, key: str, measure: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    case = find_case(actor, key)
    row = find_measure(actor, case, measure)
    policy.can_move_measure(actor, row).require()
    form = MoveForm(sent(request))

    def act() -> object:
        verb = cast("Verb", form.cleaned_data["verb"])
        return move_measure(actor=actor, measure=row, verb=verb, at=clock.now())

    return answer(request, case, form, act, back=PANEL, title=row.text, submit=_("Lagre"))


@require_http_methods(["GET", "POST"])
@once
def reach(request: HttpRequest, key: str, goal: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    case = find_case(actor, key)
    row = find_goal(actor, case, goal)
    policy.can_plan_in(actor, LifeArea(row.area)).require()
    form = ConfirmForm(sent(request))

    def act() -> object:
        return reach_goal(actor=actor, goal=row, reached_on=clock.today(), at=clock.now())

    return answer(request, case, form, act, back=PANEL, title=row.text, submit=_("Målet er nådd"))
