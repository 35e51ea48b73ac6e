"""What is open to everybody: the accessibility statement, health, robots."""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from hjemvei.accounts.access import public
from hjemvei.ui.render import render
from hjemvei.web.accessibility import measured
from hjemvei.web.health import states


@public("the law asks for the statement to be open (forskrift om universell utforming av IKT)")
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "web/accessibility.html", {"measured": measured()})


@public("the process manager asks whether the process lives; it says nothing else")
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    return JsonResponse({"status": "ok"})


@public("the load balancer asks whether to send requests here; names of parts, no data")
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """The worker is reported but does not keep pages from being served."""
    found = states()
    ready = all(state.is_well for state in found if state.what != "worker")
    answer = {
        "status": "ready" if ready else "not ready",
        "parts": {state.what: {"well": state.is_well, "seen": state.seen} for state in found},
    }
    return JsonResponse(answer, status=HTTPStatus.OK if ready else HTTPStatus.SERVICE_UNAVAILABLE)


@public("crawlers ask before they read; nothing here is for them")
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    return HttpResponse("User-agent: *\nDisallow: /\n", content_type="text/plain")
