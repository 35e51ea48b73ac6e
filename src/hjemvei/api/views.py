"""The two addresses below `/api/` that need no token."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from hjemvei.accounts.access import public
from hjemvei.api.document import document
from hjemvei.api.requests import outermost


@public("what the interface can do is no secret, and client generators read it without a token")
@outermost
@require_safe
def openapi(request: HttpRequest) -> HttpResponse:
    response = JsonResponse(document())
    response.headers["Cache-Control"] = "public, max-age=300"
    return response


@public("a problem document says that there is nothing here")
@outermost
def missing(request: HttpRequest) -> HttpResponse:
    raise Http404
