"""How a form about a case is answered: done and back to its panel, or shown again with what is wrong."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from hjemvei.accounts.actor import Actor
from hjemvei.sharing.models import Case
from hjemvei.sharing.queries import disclose
from hjemvei.sharing.submit import carried_out
from hjemvei.ui.render import render


def answer(
    request: HttpRequest,
    case: Case,
    form: forms.Form,
    act: Callable[[], object],
    *,
    back: str,
    title: str,
    submit: str,
    lede: str = "",
) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if form.is_bound and carried_out(form, act):
        return redirect(back, case.key)
    context = {
        "case": case,
        "person": disclose(actor, case),
        "form": form,
        "back": back,
        "title": title,
        "submit": submit,
        "lede": lede,
    }
    return render(request, "needs/case_form.html", context, status=422 if form.is_bound else 200)
