"""What was learned, which routine was changed by it, and whether it helped."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from hjemvei.accounts.actor import Actor
from hjemvei.audit.once_view import once
from hjemvei.core import clock
from hjemvei.routines import policy, queries
from hjemvei.routines.actions.answer_effect import answer_effect
from hjemvei.routines.actions.log_improvement import log_improvement
from hjemvei.routines.behind import clause_title
from hjemvei.routines.forms import EffectForm, LessonForm
from hjemvei.routines.kinds import kind_label
from hjemvei.routines.models import Improvement
from hjemvei.sharing.submit import carried_out
from hjemvei.ui.forms import sent
from hjemvei.ui.jinja import url
from hjemvei.ui.parts import Paging
from hjemvei.ui.render import render


@require_safe
def lessons(request: HttpRequest) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = queries.list_lessons(actor, cursor=request.GET.get("side", ""))
    links = {
        name: url("routines:lessons", query={"side": mark}) if mark else ""
        for name, mark in (("next_url", found.next_cursor), ("previous_url", found.previous_cursor))
    }
    context = {"rows": found.rows, "paging": Paging(**links), "today": clock.today()}
    return render(request, "routines/lessons.html", context, block="rows")


@require_http_methods(["GET", "POST"])
@once
def new_lesson(request: HttpRequest) -> HttpResponse:
    """`rutine` names the routine that it is about."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    policy.can_log_improvement(actor).require()
    initial = {"routine": request.GET.get("rutine", ""), "reference": request.GET.get("hva", "")[:120]}
    initial["source"] = request.GET.get("fra", "")
    initial["clause"] = request.GET.get("punkt", "")
    form = LessonForm(sent(request), routines=queries.own_routines(actor), initial=initial)

    def act() -> object:
        return log_improvement(actor=actor, lesson=form.lesson(), routine=form.chosen(), at=clock.now())

    if form.is_bound and carried_out(form, act):
        return redirect("routines:lessons")
    status = 422 if form.is_bound else 200
    return render(request, "routines/new_lesson.html", {"form": form}, status=status)


def may_change(actor: Actor, row: Improvement) -> bool:
    """No version has taken it in yet, and the actor writes the routine."""
    routine = row.routine
    return routine is not None and row.version is None and bool(policy.can_write_routine(actor, routine))


@require_http_methods(["GET", "POST"])
@once
def lesson(request: HttpRequest, key: str) -> HttpResponse:
    """One lesson; its answer is given here when a version has taken it in."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    row, today = queries.find_lesson(actor, key), clock.today()
    may_answer = bool(policy.can_answer_effect(actor, row)) and row.effect_on is not None
    if request.method == "POST":
        policy.can_answer_effect(actor, row).require()
    form = EffectForm(sent(request), initial={"effect": row.effect, "note": row.effect_note})

    def act() -> object:
        return answer_effect(actor=actor, improvement=row, answer=form.answer(), today=today, at=clock.now())

    if form.is_bound and carried_out(form, act):
        return redirect("routines:lessons")
    context = {
        "row": row,
        "form": form,
        "may_answer": may_answer,
        "may_change": may_change(actor, row),
        "kind": kind_label(row.source, row.kind),
        "clause": clause_title(row.clause) if row.clause else "",
        "today": today,
    }
    return render(request, "routines/lesson.html", context, status=422 if form.is_bound else 200)
