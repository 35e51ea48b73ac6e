"""The person's rights: what is held by whom, to see everything, to have something erased or restricted."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hjemvei.core import clock
from hjemvei.portal.actions.ask_to_see import ask_to_see
from hjemvei.portal.door import inside
from hjemvei.portal.enums import WordKind
from hjemvei.portal.forms import WordForm
from hjemvei.portal.page import shown_page
from hjemvei.portal.queries import rights as queries
from hjemvei.portal.views.own import talk
from hjemvei.portal.views.reading import here_of


@require_safe
@inside
def rights(request: HttpRequest) -> HttpResponse:
    here = here_of(request)
    context = {
        "holders": queries.holders(here, today=clock.today()),
        "answers": queries.answers(here),
        "may_ask": queries.may_ask(here),
        "kept": queries.kept(),
        "is_sent": "sendt" in request.GET,
    }
    return shown_page(request, "portal/rights.html", context)


@require_POST
@inside
def see_all(request: HttpRequest) -> HttpResponse:
    ask_to_see(here=here_of(request), at=clock.now())
    return redirect("/min-side/rettigheter/?sendt=1")


@require_http_methods(["GET", "POST"])
@inside
def erase(request: HttpRequest) -> HttpResponse:
    return talk(request, WordKind.ERASURE, WordForm, "portal/erase.html")
