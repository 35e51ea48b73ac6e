"""The agreements, open to everybody who is signed in: what drives the work stands there."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from hjemvei.agreements.page import agreement_page
from hjemvei.agreements.queries import agreements_in_force, find_agreement
from hjemvei.core import clock
from hjemvei.ui.render import render


@require_safe
def agreements(request: HttpRequest) -> HttpResponse:
    found = agreements_in_force(today=clock.today())
    return render(request, "agreements/list.html", {"agreements": found})


@require_safe
def agreement(request: HttpRequest, key: str) -> HttpResponse:
    found = find_agreement(key)
    shown = agreement_page(found, today=clock.today()) if found else None
    if shown is None:
        raise Http404
    return render(request, "agreements/agreement.html", {"shown": shown})
