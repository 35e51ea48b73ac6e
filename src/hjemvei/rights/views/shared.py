"""A form outside of a case's page, answered."""

from __future__ import annotations

from collections.abc import Callable

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from hjemvei.sharing.submit import carried_out
from hjemvei.ui.render import render


def answered(
    request: HttpRequest,
    form: Form,
    act: Callable[[], object],
    *,
    back: str,
    title: str,
    submit: str,
    lede: str = "",
) -> HttpResponse:
    if form.is_bound and carried_out(form, act):
        return redirect(back)
    context = {"form": form, "back": back, "title": title, "submit": submit, "lede": lede}
    return render(request, "rights/form.html", context, status=422 if form.is_bound else 200)
