"""The case page: the first answer, and the panels by URL."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from hjemvei.accounts.actor import Actor
from hjemvei.core import clock
from hjemvei.ui.render import render
from hjemvei.web.case_page import open_case, people_of, tasks_of
from hjemvei.web.case_panels import case_context


@require_safe
def case(request: HttpRequest, key: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    head, today = open_case(actor, key), clock.today()
    tasks = tasks_of(actor, head.case, today=today)
    people = people_of(actor, head.case)
    context = case_context(actor, head, tasks=tasks, people=people, today=today)
    return render(request, "web/case.html", {**context, "at": clock.now(), "actor": actor})
