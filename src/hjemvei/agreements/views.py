"""The agreements, open to everybody who is signed in: what drives the work stands there."""

from __future__ import annotations

import secrets

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from hjemvei.accounts.actor import Actor
from hjemvei.agreements.actions.make_version import check, make_version
from hjemvei.agreements.drafts import draft_of
from hjemvei.agreements.forms import VersionForm
from hjemvei.agreements.models import Agreement, AgreementVersion
from hjemvei.agreements.page import agreement_page, changes
from hjemvei.agreements.policy import can_make_version, can_see_users
from hjemvei.agreements.queries import agreements_in_force, find_agreement, newest_version, possible_units
from hjemvei.audit.once_view import once
from hjemvei.core import clock
from hjemvei.sharing.submit import carried_out
from hjemvei.ui.render import render


@require_safe
def agreements(request: HttpRequest) -> HttpResponse:
    found = agreements_in_force(today=clock.today())
    return render(request, "agreements/list.html", {"agreements": found})


@require_safe
def agreement(request: HttpRequest, key: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found, number = find_agreement(key), request.GET.get("versjon", "")
    asked = int(number) if number.isascii() and number.isdigit() and len(number) < 5 else None
    shown = agreement_page(found, today=clock.today(), number=asked) if found else None
    if found is None or shown is None:
        raise Http404
    may_change, may_see_users = bool(can_make_version(actor, found)), can_see_users(actor)
    context = {"shown": shown, "key": key, "may_change": may_change, "may_see_users": may_see_users}
    return render(request, "agreements/agreement.html", context)


@require_http_methods(["GET", "POST"])
@once
def new_version(request: HttpRequest, key: str) -> HttpResponse:
    """Filled in and looked at with GET, so that looking changes nothing; made with POST."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found, before = _newest(key)
    can_make_version(actor, found).require()
    data = request.POST if request.method == "POST" else request.GET if "note" in request.GET else None
    form = VersionForm(data, now=draft_of(before), units=possible_units(found, today=clock.today()))
    lines = []
    if carried_out(form, lambda: check(before, form.version(), today=clock.today())):
        lines = changes(draft_of(before), form.version())
        if request.method == "POST" and carried_out(form, lambda: _make(actor, found, form)):
            return redirect("agreements:agreement", key)
    context = {"form": form, "lines": lines, "before": before, "key": key, "name": found.name}
    status = 422 if form.errors else 200
    return render(
        request, "agreements/version.html", {**context, "once_key": secrets.token_urlsafe}, status=status
    )


def _newest(key: str) -> tuple[Agreement, AgreementVersion]:
    found = find_agreement(key)
    before = newest_version(found) if found else None
    if found is None or before is None:
        raise Http404
    return found, before


def _make(actor: Actor, agreement: Agreement, form: VersionForm) -> object:
    return make_version(
        actor=actor, agreement=agreement, draft=form.version(), today=clock.today(), at=clock.now()
    )
