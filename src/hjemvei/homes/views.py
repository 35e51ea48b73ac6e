"""Pages of the stock: list, one dwelling, add, change, end."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hjemvei.accounts.actor import Actor
from hjemvei.audit.once_view import once
from hjemvei.core import clock
from hjemvei.core.errors import RuleBroken
from hjemvei.homes.actions.add_dwelling import add_dwelling
from hjemvei.homes.actions.edit_dwelling import edit_dwelling
from hjemvei.homes.actions.end_dwelling import end_dwelling
from hjemvei.homes.forms import DwellingFilter, DwellingForm, EndForm, initial_of
from hjemvei.homes.policy import can_change_dwelling, can_manage_dwellings, can_see_dwellings, can_see_queue
from hjemvei.homes.queries import dwelling_page, find_dwelling, list_dwellings
from hjemvei.ui.jinja import url
from hjemvei.ui.parts import Paging
from hjemvei.ui.render import render


@require_safe
def dwellings(request: HttpRequest) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    can_see_dwellings(actor).require()
    form = DwellingFilter(request.GET)
    chosen = form.cleaned_data if form.is_valid() else {}
    asked = {"q": chosen.get("q", ""), "kind": chosen.get("kind", ""), "free": chosen.get("free") and "on"}
    found = list_dwellings(
        actor,
        today=clock.today(),
        words=str(asked["q"]),
        kind=str(asked["kind"]),
        only_free=bool(asked["free"]),
        cursor=request.GET.get("after", ""),
    )
    context = {
        "form": form,
        "rows": found.rows,
        "paging": _paging(asked, next_cursor=found.next_cursor, previous_cursor=found.previous_cursor),
        "may_change": can_manage_dwellings(actor),
    }
    return render(request, "homes/list.html", context, block="rows")


@require_safe
def dwelling(request: HttpRequest, key: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    can_see_dwellings(actor).require()
    found, today = find_dwelling(actor, key), clock.today()
    context = {
        "found": dwelling_page(actor, found, today=today),
        "today": today,
        "may_change": can_change_dwelling(actor, found),
        "may_fill": can_see_queue(actor),
    }
    return render(request, "homes/dwelling.html", context)


@require_http_methods(["GET", "POST"])
@once
def add(request: HttpRequest) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    can_manage_dwellings(actor).require()
    initial = {"available_from": clock.today()}
    form = DwellingForm(request.POST) if request.method == "POST" else DwellingForm(initial=initial)
    if _done(form, lambda: add_dwelling(actor=actor, facts=form.facts(), at=clock.now())):
        return redirect("homes:list")
    context = {
        "form": form,
        "title": _("Ny bolig"),
        "action": url("homes:add"),
        "submit": _("Legg til boligen"),
    }
    return render(request, "homes/form.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@once
def edit(request: HttpRequest, key: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = find_dwelling(actor, key)
    can_change_dwelling(actor, found).require()
    form = DwellingForm(request.POST) if request.method == "POST" else DwellingForm(initial=initial_of(found))
    if _done(form, lambda: edit_dwelling(actor=actor, dwelling=found, facts=form.facts(), at=clock.now())):
        return redirect("homes:dwelling", key)
    context = {"form": form, "title": found.name, "action": url("homes:edit", key), "submit": _("Lagre")}
    return render(request, "homes/form.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@once
def end(request: HttpRequest, key: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = find_dwelling(actor, key)
    can_change_dwelling(actor, found).require()
    initial = {"ends_before": clock.today()}
    form = EndForm(request.POST) if request.method == "POST" else EndForm(initial=initial)
    if _done(form, lambda: _end(actor, form, key)):
        return redirect("homes:dwelling", key)
    title = _("Ta %(name)s ut av bruk") % {"name": found.name}
    context = {"form": form, "title": title, "action": url("homes:end", key), "submit": _("Ta ut av bruk")}
    return render(request, "homes/form.html", context, status=422 if form.is_bound else 200)


def _end(actor: Actor, form: EndForm, key: str) -> object:
    dwelling = find_dwelling(actor, key)
    return end_dwelling(
        actor=actor, dwelling=dwelling, ends_before=form.cleaned_data["ends_before"], at=clock.now()
    )


def _done(form: forms.Form, action: Callable[[], object]) -> bool:
    if not form.is_bound or not form.is_valid():
        return False
    try:
        with transaction.atomic():
            action()
    except RuleBroken as error:
        form.add_error(error.field if error.field in form.fields else None, error.message)
        return False
    return True


def _paging(asked: dict[str, object], *, next_cursor: str, previous_cursor: str) -> Paging:
    def place(cursor: str) -> str:
        return url("homes:list", query={**asked, "after": cursor}) if cursor else ""

    return Paging(previous_url=place(previous_cursor), next_url=place(next_cursor))
