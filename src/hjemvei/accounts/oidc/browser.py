"""`begin` and `finish` for a request: what was begun waits in the session, and an answer counts once."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language

from hjemvei.accounts.oidc.flow import ANSWERED_WITHIN, Kept, Verified, begin, finish
from hjemvei.accounts.oidc.providers import Provider, providers
from hjemvei.accounts.oidc.refusals import SignInRefused, Why

PENDING = "oidc_pending"
MOST = 5


def ways(query: dict[str, str]) -> list[tuple[str, str]]:
    """Name and address of each provider for staff; `query` goes with the address."""
    more = f"?{urlencode(query)}" if query else ""
    return [(found.name, reverse("accounts:provider", args=[found.slug]) + more) for found in providers()]


def sign_in_ways(request: HttpRequest) -> dict[str, Any]:
    """What the page of sign-in offers besides the password; a context processor of Django's engine."""
    back = request.GET.get("next", "")
    return {"sign_in_ways": ways({"next": back} if back else {})}


def address_of(name: str, *args: str) -> str:
    """The whole address of one of our pages, as it is registered at the provider."""
    return settings.SITE_URL.rstrip("/") + reverse(name, args=args)


def start(
    request: HttpRequest,
    provider: Provider,
    *,
    redirect_uri: str,
    at: dt.datetime,
    anew: bool = False,
    **more: Any,
) -> str:
    """The address to send the browser to (by a link or a redirect from a GET: the content policy lets no form
    lead away). `more` comes back from `complete`. Raises SignInRefused.
    """
    language = get_language() or "nb"
    started = begin(provider, redirect_uri=redirect_uri, at=at, language=language, anew=anew)
    waiting = [kept for kept in _pending(request) if at.timestamp() - kept["at"] <= ANSWERED_WITHIN]
    request.session[PENDING] = [*waiting[1 - MOST :], {**more, **started.kept}]
    return started.url


def complete(
    request: HttpRequest, provider: Provider, *, redirect_uri: str, at: dt.datetime
) -> tuple[Verified, Kept]:
    """Who it is, and what `start` was told. Raises SignInRefused."""
    state = request.GET.get("state", "")
    pending = _pending(request)
    kept = next((kept for kept in pending if state and kept["state"] == state), None)
    if kept is None:
        raise SignInRefused(Why.STATE, provider, "nothing was begun here")
    request.session[PENDING] = [other for other in pending if other is not kept]
    verified = finish(provider, kept, request.GET.dict(), redirect_uri=redirect_uri, at=at)
    return verified, kept


def _pending(request: HttpRequest) -> list[Kept]:
    return list(request.session.get(PENDING, []))
