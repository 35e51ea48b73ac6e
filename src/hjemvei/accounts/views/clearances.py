"""A colleague's clearance for protected people: asked for, answered by another administrator, taken away."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from hjemvei.accounts.actions.answer_clearance import answer_clearance
from hjemvei.accounts.actions.ask_clearance import ask_clearance
from hjemvei.accounts.actions.end_clearance import end_clearance
from hjemvei.accounts.forms_clearance import ClearanceForm, EndClearanceForm
from hjemvei.accounts.queries import directory
from hjemvei.accounts.queries.clearances import find_clearance
from hjemvei.accounts.step_up import step_up
from hjemvei.accounts.views.administration import administrator, user_page
from hjemvei.core import clock
from hjemvei.core.errors import RuleBroken

DAY = dt.timedelta(days=1)
WHY = gettext_lazy("En klarering åpner saker om personer som er vernet.")


@step_up(WHY)
@require_POST
def ask(request: HttpRequest, key: str) -> HttpResponse:
    actor = administrator(request)
    found, form = directory.find_user(actor, key), ClearanceForm(request.POST)
    if not form.is_valid():
        return user_page(request, actor, found, clearance_form=form)
    said = form.cleaned_data
    asked = {"value": form.value, "reason": said["reason"], "ends_before": said["last_day"] + DAY}
    try:
        ask_clearance(actor=actor, user=found, today=clock.today(), at=clock.now(), **asked)
    except RuleBroken as error:
        form.add_error(error.field or None, error.message)
        return user_page(request, actor, found, clearance_form=form)
    messages.success(request, _("En annen administrator må svare. De har fått beskjed."))
    return redirect("accounts:user", key=key)


@step_up(WHY)
@require_POST
def answer(request: HttpRequest, key: str) -> HttpResponse:
    actor = administrator(request)
    found = directory.find_user(actor, key)
    clearance = find_clearance(actor, found, request.POST.get("clearance", ""))
    give = request.POST.get("answer") == "yes"
    answer_clearance(actor=actor, clearance=clearance, give=give, at=clock.now())
    messages.success(request, _("Klareringen er gitt.") if give else _("Klareringen er avslått."))
    return redirect("accounts:user", key=key)


@require_POST
def end(request: HttpRequest, key: str) -> HttpResponse:
    """Nothing is asked first: to take away is never late."""
    actor = administrator(request)
    found, form = directory.find_user(actor, key), EndClearanceForm(request.POST)
    clearance = find_clearance(actor, found, request.POST.get("clearance", ""))
    if not form.is_valid():
        return user_page(request, actor, found, end_clearance_form=form)
    end_clearance(actor=actor, clearance=clearance, reason=form.cleaned_data["reason"], at=clock.now())
    messages.success(request, _("Klareringen er avsluttet."))
    return redirect("accounts:user", key=key)
