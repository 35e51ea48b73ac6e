"""What is to be done in a case: the panel, one task, and what can be done with it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
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
from hjemvei.cases.actions.reopen_task import reopen_task
from hjemvei.cases.actions.tick_ready import tick_ready
from hjemvei.cases.actions.tick_task import tick_task
from hjemvei.cases.policy.inside import (
    can_add_task,
    can_assign_task,
    can_exempt_task,
    can_finish_task,
    can_reopen_task,
)
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
    task = find_task(actor, case, task_key, lock=request.method == "POST")
    can_finish_task(actor, task).require()
    form = forms.DoneForm(sent(request))
    asked = Asked(title=task.said, submit=_("Gjort"), back=TASKS, lede=task.clause)

    def run() -> None:
        complete_task(actor=actor, task=task, note=form.cleaned_data["note"], at=clock.now())

    return form_page(request, case, form, asked, run)


@require_POST
def finish(request: HttpRequest, key: str, task_key: str) -> HttpResponse:
    """One click, from wherever the task stands; `next` is that page. A second click changes nothing."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    case = find_case(actor, key)
    task = find_task(actor, case, task_key, lock=True)
    disclose(actor, case)
    if tick_task(actor=actor, task=task, at=clock.now()):
        undo = reverse("cases:task_reopen", args=[key, task_key])
        text = '{} <a class="ds-link" href="{}">{}</a>'
        messages.success(request, format_html(text, gettext("Oppgaven er gjort."), undo, gettext("Angre")))
    else:
        messages.info(request, gettext("Oppgaven var alt gjort. Ingenting er endret."))
    back = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()})
    return HttpResponseRedirect(back) if safe else redirect(TASKS, key)


@require_http_methods(["GET", "POST"])
@once
def reopen(request: HttpRequest, key: str, task_key: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    case = find_case(actor, key)
    task = find_task(actor, case, task_key)
    can_reopen_task(actor, task).require()
    form = forms.ReopenForm(sent(request))
    lede = _("Fristen blir den samme. Det står i historikken at oppgaven ble gjort og åpnet igjen.")
    asked = Asked(title=task.said, submit=_("Åpne oppgaven igjen"), back=TASKS, lede=lede)
    return form_page(request, case, form, asked, lambda: reopen_task(actor=actor, task=task, at=clock.now()))


@require_http_methods(["GET", "POST"])
@once
def exempt(request: HttpRequest, key: str, task_key: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    case = find_case(actor, key)
    task = find_task(actor, case, task_key, lock=request.method == "POST")
    can_exempt_task(actor, task).require()
    form = forms.ExemptForm(sent(request))
    lede = _("En frist som er passert, blir stående.")
    asked = Asked(title=task.said, submit=_("Frita fra oppgaven"), back=TASKS, lede=lede)

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
    asked = Asked(title=task.said, submit=_("Gi oppgaven"), back=TASKS)

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
