"""The door of the person's own page: an own cookie, an own mark in forms, an own role of the database.

No view behind it knows of staff: `request.user`, `request.actor` and their session are never asked.
"""

from __future__ import annotations

import datetime as dt
import hmac
from collections.abc import Callable
from contextlib import ExitStack, nullcontext
from functools import wraps
from typing import Any

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import translation

from hjemvei.accounts.oidc.device import GIVEN_AWAY
from hjemvei.audit import reads
from hjemvei.core import clock
from hjemvei.core.db import read_only, session
from hjemvei.core.errors import HjemveiError
from hjemvei.parties.models import Unit
from hjemvei.portal.here import Here, actor_of, find_here, form_mark
from hjemvei.portal.locks import PORTAL
from hjemvei.portal.page import language_before, shown_page

COOKIE = "hjemvei_min_side"
PATH = "/min-side/"
SALT = "hjemvei.min-side"
LASTS = dt.timedelta(minutes=40)
MARK = "mark"
READ_METHODS = {"GET", "HEAD", "OPTIONS"}
WRITES_IN_GET = ("audit_readlog",)
REASON = "the person's own page has its own session: a device that staff opened, or an electronic ID"
View = Callable[..., HttpResponse]


def token_of(request: HttpRequest) -> str:
    try:
        return str(signing.TimestampSigner(salt=SALT).unsign(request.COOKIES.get(COOKIE, ""), max_age=LASTS))
    except signing.BadSignature:
        return ""


def give_token(response: HttpResponse, token: str) -> None:
    response.set_cookie(
        COOKIE,
        signing.TimestampSigner(salt=SALT).sign(token),
        path=PATH,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def take_token(request: HttpRequest, response: HttpResponse) -> None:
    """The device forgets everything of the session, and not that staff gave it away: the person could leave,
    and be staff by the provider's session.
    """
    response.delete_cookie(COOKIE, path=PATH, samesite="Lax")
    if GIVEN_AWAY not in request.COOKIES:
        response.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'
        return
    for name in request.COOKIES.keys() - {GIVEN_AWAY}:
        response.delete_cookie(name, samesite="Lax")
    response.headers["Clear-Site-Data"] = '"cache", "storage"'


def own(view: View) -> View:
    """Mark a view of this app: staff's sign-in is not asked for, and nothing is cached."""

    @wraps(view)
    def quiet(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.headers["Cache-Control"] = "no-store, private"
        return response

    quiet.hjemvei_own_session = True  # type: ignore[attr-defined]
    quiet.hjemvei_public = REASON  # type: ignore[attr-defined]
    return quiet


def device(view: View) -> View:
    """For a device that staff opened, before the code."""
    return own(_behind(view, started=False, strong=False))


def inside(view: View) -> View:
    """For a session that has begun."""
    return own(_behind(view, started=True, strong=False))


def known(view: View) -> View:
    """For a session in which it is certain who the person is."""
    return own(_behind(view, started=True, strong=True))


def _behind(view: View, *, started: bool, strong: bool) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        token = token_of(request)
        here = find_here(token, at=clock.now()) if token else None
        if here is None or (here.started_at is not None) is not started:
            return _elsewhere(here)
        with translation.override(here.language):
            return _answer(request, here, token, lambda: view(request, *args, **kwargs), strong=strong)

    return guarded


def _answer(
    request: HttpRequest, here: Here, token: str, view: Callable[[], HttpResponse], *, strong: bool
) -> HttpResponse:
    request.here, request.mark = here, form_mark(token)  # type: ignore[attr-defined]
    if request.method not in READ_METHODS and not is_marked(request, token):
        return shown_page(request, "portal/old.html", status=403)
    if strong and not here.is_strong:
        return shown_page(request, "portal/weak.html", status=403)
    try:
        return _as_person(request, here, view)
    except HjemveiError as refused:
        return shown_page(request, "portal/refused.html", {"reason": refused.message}, status=409)
    except Http404:
        return shown_page(request, "portal/missing.html", status=404)


def _as_person(request: HttpRequest, here: Here, view: Callable[[], HttpResponse]) -> HttpResponse:
    """One transaction under the person's role; what is shown to them stands in the read log as well."""
    guarded = request.method in READ_METHODS
    with ExitStack() as stack:
        stack.enter_context(session(here.values(), role=PORTAL))
        unit = Unit.objects.select_related("controller").get(pk=here.unit_id)
        page = getattr(request.resolver_match, "view_name", "")
        noted = stack.enter_context(reads.recording(actor_of(here, unit), page=page))
        stack.enter_context(read_only(allowed=WRITES_IN_GET) if guarded else nullcontext())
        if here.started_at is not None:
            noted.case_ids.update(here.cases)
        response = view()
        if response.status_code >= 500:
            transaction.set_rollback(True)
    return response


def is_marked(request: HttpRequest, token: str) -> bool:
    return hmac.compare_digest(request.POST.get(MARK, ""), form_mark(token))


def _elsewhere(here: Here | None) -> HttpResponse:
    """Nobody here, or here with the code still to come, or here already."""
    if here is None:
        response = HttpResponseRedirect(reverse("portal:closed"))
        response.delete_cookie(COOKIE, path=PATH, samesite="Lax")
        return response
    return HttpResponseRedirect(reverse("portal:code" if here.started_at is None else "portal:home"))


def outside(view: View) -> View:
    """For pages that stand before the door; in the language that was chosen there."""

    @wraps(view)
    def spoken(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with translation.override(language_before(request)):
            return view(request, *args, **kwargs)

    return own(spoken)
