"""The addresses below `/api/` that need no token."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from hjemvei.accounts.access import public
from hjemvei.api.document import PREFIX, document
from hjemvei.api.guide import guide_of
from hjemvei.api.requests import outermost
from hjemvei.ui.render import render


@public("what the interface can do is no secret, and client generators read it without a token")
@outermost
@require_safe
def openapi(request: HttpRequest) -> HttpResponse:
    response = JsonResponse(document())
    response.headers["Cache-Control"] = "public, max-age=300"
    return response


@public("how to use the interface is no secret; whoever builds against it has no account here")
@require_safe
def guide(request: HttpRequest) -> HttpResponse:
    """The page to read; its figures and objects come from the same document."""
    context = {
        "guide": guide_of(document()),
        "address": f"{settings.SITE_URL}{PREFIX}".rstrip("/"),
        "per_minute": settings.API_CALLS_PER_MINUTE,
    }
    return render(request, "api/guide.html", context)


@public("a problem document says that there is nothing here")
@outermost
def missing(request: HttpRequest) -> HttpResponse:
    raise Http404
