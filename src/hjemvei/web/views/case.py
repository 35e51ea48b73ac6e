"""The case page with its panels; each panel is a page of its own too."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from hjemvei.accounts.actor import Actor
from hjemvei.core import clock
from hjemvei.ui.render import render
from hjemvei.web.case_page import open_case, read_body
from hjemvei.web.case_panels import case_context, panels_of


@require_safe
def case(request: HttpRequest, key: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    head, today = open_case(actor, key), clock.today()
    panels = panels_of(actor)
    body = read_body(actor, head.case, panels, today=today)
    context = case_context(actor, head, body, panels=panels, today=today)
    return render(request, "web/case.html", {**context, "at": clock.now(), "actor": actor})
