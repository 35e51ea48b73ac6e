"""In and out: the code, the language, leaving, hiding."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hjemvei.accounts.oidc.providers import PERSON, providers
from hjemvei.core import clock
from hjemvei.core.db import session
from hjemvei.core.errors import RuleBroken
from hjemvei.portal.actions.enter import enter, pin_is_chosen
from hjemvei.portal.actions.leave import leave
from hjemvei.portal.door import PATH, device, give_token, inside, is_marked, outside, take_token, token_of
from hjemvei.portal.forms import CodeForm
from hjemvei.portal.here import Here, find_here
from hjemvei.portal.locks import PORTAL
from hjemvei.portal.models import Visit
from hjemvei.portal.page import LANGUAGE_COOKIE, LANGUAGES, shown_page
from hjemvei.ui.forms import sent


@require_safe
@outside
def start(request: HttpRequest) -> HttpResponse:
    """Where the door is. A device that nobody opened is told how, and nothing else."""
    token = token_of(request)
    here = find_here(token, at=clock.now()) if token else None
    if here is None:
        return closed_page(request)
    return HttpResponseRedirect(reverse("portal:code" if here.started_at is None else "portal:home"))


@require_safe
@outside
def closed(request: HttpRequest) -> HttpResponse:
    return closed_page(request)


def closed_page(request: HttpRequest) -> HttpResponse:
    return shown_page(request, "portal/closed.html", {"has_id": bool(providers(PERSON))})


@require_http_methods(["GET", "POST"])
@device
def code(request: HttpRequest) -> HttpResponse:
    """What is wrong is counted, so a refusal here undoes nothing."""
    here: Here = request.here  # type: ignore[attr-defined]
    is_first = not pin_is_chosen(here)
    form = CodeForm(sent(request), is_first=is_first)
    if form.is_bound and form.is_valid():
        values = form.cleaned_data
        try:
            token = enter(here=here, code=values["code"], pin=values["pin"], at=clock.now())
        except RuleBroken as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.message)
        else:
            response = redirect("portal:home")
            give_token(response, token)
            return response
    status = 422 if form.is_bound else 200
    return shown_page(request, "portal/code.html", {"form": form, "is_first": is_first}, status=status)


@require_POST
@outside
def language(request: HttpRequest) -> HttpResponse:
    """Before the door it stands in a cookie; behind it the session keeps it."""
    wished, token = request.POST.get("language", ""), token_of(request)
    response = HttpResponseRedirect(_back(request))
    if wished not in LANGUAGES:
        return response
    response.set_cookie(
        LANGUAGE_COOKIE, wished, path=PATH, httponly=True, samesite="Lax", secure=request.is_secure()
    )
    here = find_here(token, at=clock.now()) if token else None
    if here is not None and is_marked(request, token):
        with session(here.values(), role=PORTAL):
            Visit.objects.filter(pk=here.visit_id).update(language=wished)
    return response


def _back(request: HttpRequest) -> str:
    target = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(target, allowed_hosts=None) and target.startswith(PATH)
    return target if safe else reverse("portal:start")


@require_POST
@inside
def out(request: HttpRequest) -> HttpResponse:
    leave(here=request.here, at=clock.now())  # type: ignore[attr-defined]
    response = HttpResponseRedirect(reverse("portal:closed"))
    take_token(request, response)
    return response


@require_POST
@outside
def hide(request: HttpRequest) -> HttpResponse:
    """At once, without a question: the session ends and a clock stands in its place."""
    token = token_of(request)
    here = find_here(token, at=clock.now()) if token else None
    if here is not None and is_marked(request, token):
        with session(here.values(), role=PORTAL):
            leave(here=here, at=clock.now())
    response = HttpResponseRedirect(reverse("clock"))
    take_token(request, response)
    return response


@outside
def missing(request: HttpRequest) -> HttpResponse:
    """An address of the person's own page that is none: said here, not on staff's page."""
    token = token_of(request)
    here = find_here(token, at=clock.now()) if token else None
    with translation.override(here.language if here is not None else translation.get_language()):
        return shown_page(request, "portal/missing.html", status=404)


@require_safe
@outside
def clock_page(request: HttpRequest) -> HttpResponse:
    with translation.override("nb"):
        return shown_page(request, "portal/clock.html", {"now": clock.now()})
