"""The one way a page with one form about a case answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.functional import Promise

from hjemvei.accounts.actor import Actor
from hjemvei.sharing.models import Case
from hjemvei.sharing.queries import disclose
from hjemvei.sharing.submit import carried_out
from hjemvei.ui.forms import sent
from hjemvei.ui.render import render

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Words:
    """Heading, what it means, and what the button says; `link` leads to where an obstacle is mended."""

    heading: Text
    lede: Text
    submit: Text
    link_url: str = ""
    link_label: Text = ""


def actor_of(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def form_answer(
    request: HttpRequest,
    case: Case,
    form: forms.Form,
    act: Callable[[], object],
    *,
    words: Words,
    then: str,
    next_url: str = "",
    done: Text = "",
) -> HttpResponse:
    """Carried out: to the panel `then`, or `next_url`, which says `done`; refused: the form again."""
    person = disclose(actor_of(request), case)
    if form.is_bound and carried_out(form, act):
        if done:
            messages.success(request, str(done))
        return HttpResponseRedirect(next_url) if next_url else redirect(then, case.key)
    context: dict[str, Any] = {"case": case, "person": person, "form": form, "words": words, "then": then}
    return render(request, "cases/people_form.html", context, status=422 if form.is_bound else 200)


def form_of(kind: Callable[..., Any], request: HttpRequest, **values: Any) -> Any:
    """Bound to what was sent, also when that is nothing; else fresh."""
    return kind(sent(request), **values)
