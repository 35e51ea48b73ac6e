"""What is held and who sees it; the papers of one's own organisation."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from hjemvei.core import clock
from hjemvei.parties.models import Controller
from hjemvei.privacy.documents import PAPERS, paper, papers, pdf
from hjemvei.privacy.policy import can_read_papers
from hjemvei.privacy.spoken import by_class, of_staff, without_class
from hjemvei.ui.render import render


@require_safe
def held(request: HttpRequest) -> HttpResponse:
    """For everybody who is signed in: it is about the system, and shows nobody."""
    actor = request.actor  # type: ignore[attr-defined]
    context = {"classes": by_class(), "logs": without_class(), "staff": of_staff()}
    context["may_read_papers"] = bool(can_read_papers(actor))
    return render(request, "privacy/held.html", context)


@require_safe
def all_papers(request: HttpRequest) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    can_read_papers(actor).require()
    controller = Controller.objects.get(pk=actor.controller_id)
    made = papers(controller, today=clock.today())
    return render(request, "privacy/papers.html", {"papers": made, "controller": controller})


@require_safe
def one_paper(request: HttpRequest, name: str, form: str) -> HttpResponse:
    """Always of the actor's own organisation."""
    actor = request.actor  # type: ignore[attr-defined]
    can_read_papers(actor).require()
    if name not in PAPERS:
        raise Http404
    controller, today = Controller.objects.get(pk=actor.controller_id), clock.today()
    made = paper(name, controller, today=today)
    if form == "pdf":
        response = HttpResponse(pdf(made, controller, today=today), content_type="application/pdf")
    else:
        response = HttpResponse(made.markdown, content_type="text/markdown; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return response
