"""What is to be done in a case: the panel, one task, and what can be done with it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.models import User
from hjemvei.audit.once_view import once
from hjemvei.cases import forms_inside as forms
from hjemvei.cases.actions.add_task import add_task
from hjemvei.cases.actions.assign_task import assign_task
from hjemvei.cases.actions.complete_task import complete_task
from hjemvei.cases.actions.exempt_task import exempt_task
from hjemvei.cases.actions.tick_ready import tick_ready
from hjemvei.cases.policy.inside import can_add_task, can_assign_task, can_exempt_task, can_finish_task
from hjemvei.cases.queries.readiness import readiness
from hjemvei.cases.queries.tasks import colleagues, find_task, task_lists
from hjemvei.cases.views.form_page import Asked, form_page
from hjemvei.core import clock
from hjemvei.sharing.models import Case
from hjemvei.sharing.queries import disclose, find_case
from hjemvei.ui.forms import sent
from hjemvei.ui.render import render

TASKS = "cases:tasks"


@require_safe
def tasks(request: HttpRequest, key: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    case, today = find_case(actor, key), clock.today()
    context = {
        "case": case,
        "person": disclose(actor, case),
        "lists": task_lists(actor, case, today=today),
        "checks": readiness(actor, case),
        "today": today,
        "may_add": bool(can_add_task(actor, case)),
    }
    return render(request, "cases/tasks.html", context, block="panel")


@require_safe
def after(request: HttpRequest, key: str) -> HttpResponse:
    """Where an answer leads: the tasks, or the list of cases when the case has gone to another prison."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    visible = Case.objects.visible_to(actor).filter(key=key).exists()
    return redirect(TASKS, key) if visible else redirect("/saker/")


@require_http_methods(["GET", "POST"])
@once
def done(request: HttpRequest, key: str, task_key: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    case = find_case(actor, key)
    task = find_task(actor, case, task_key)
    can_finish_task(actor, task).require()
    form = forms.DoneForm(sent(request))
    asked = Asked(title=task.title, submit=_("Gjort"), back=TASKS, lede=task.clause)

    def run() -> None:
        complete_task(actor=actor, task=task, note=form.cleaned_data["note"], at=clock.now())

    return form_page(request, case, form, asked, run)


@require_http_methods(["GET", "POST"])
@once
def exempt(request: HttpRequest, key: str, task_key: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    case = find_case(actor, key)
    task = find_task(actor, case, task_key)
    can_exempt_task(actor, task).require()
    form = forms.ExemptForm(sent(request))
    lede = _("En frist som er passert, blir stående.")
    asked = Asked(title=task.title, submit=_("Frita fra oppgaven"), back=TASKS, lede=lede)

    def run() -> None:
        exempt_task(actor=actor, task=task, reason=form.cleaned_data["reason"], at=clock.now())

    return form_page(request, case, form, asked, run)


@require_http_methods(["GET", "POST"])
@once
def assign(request: HttpRequest, key: str, task_key: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    case = find_case(actor, key)
    task = find_task(actor, case, task_key)
    can_assign_task(actor, task).require()
    people = colleagues(task.to_unit_id, today=clock.today())
    form = forms.AssignForm(sent(request), people=people, initial={"to_user": task.to_user_id or ""})
    asked = Asked(title=task.title, submit=_("Gi oppgaven"), back=TASKS)

    def run() -> None:
        chosen = User.objects.filter(pk=int(form.cleaned_data["to_user"] or 0)).first()
        assign_task(actor=actor, task=task, to_user=chosen, at=clock.now())

    return form_page(request, case, form, asked, run)


@require_http_methods(["GET", "POST"])
@once
def new(request: HttpRequest, key: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    case = find_case(actor, key)
    can_add_task(actor, case).require()
    form = forms.NewTaskForm(sent(request))
    lede = _("En oppgave for deres egen enhet. Bare dere ser den.")
    asked = Asked(title=_("Ny oppgave"), submit=_("Legg til"), back=TASKS, lede=lede)

    def run() -> None:
        title, due_on = form.cleaned_data["title"], form.cleaned_data["due_on"]
        now, today = clock.now(), clock.today()
        add_task(actor=actor, case=case, title=title, due_on=due_on, at=now, today=today)

    return form_page(request, case, form, asked, run)


@require_POST
def tick(request: HttpRequest, key: str, item: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    case = find_case(actor, key)
    disclose(actor, case)
    tick_ready(actor=actor, case=case, item=item, at=clock.now())
    return redirect(TASKS, key)
