"""One way for the small forms of a case: a page of its own, one action, back to where it came from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise

from hjemvei.accounts.actor import Actor
from hjemvei.sharing.models import Case
from hjemvei.sharing.queries import disclose
from hjemvei.sharing.submit import carried_out
from hjemvei.ui.render import render

Text = str | Promise


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a form page says; `back` is the name of the panel it belongs to."""

    title: Text
    submit: Text
    back: str
    lede: Text = ""
    points: Sequence[Text] = field(default_factory=tuple)


def form_page(
    request: HttpRequest, case: Case, form: forms.Form, asked: Asked, run: Callable[[], object]
) -> HttpResponse:
    """422 with everything typed kept where it is refused."""
    if form.is_bound and carried_out(form, run):
        return redirect(asked.back, case.key)
    actor: Actor = request.actor  # type: ignore[attr-defined]
    context = {
        "case": case,
        "person": disclose(actor, case),
        "form": form,
        "asked": asked,
        "action": request.path,
    }
    return render(request, "cases/inside_form.html", context, status=422 if form.is_bound else 200)
