"""In by an electronic ID (ID-porten's manner): the verified number opens the cases of whoever has it.

What was begun waits in a signed cookie of this page's own; staff's session is not asked for.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core import signing
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from hjemvei.accounts.oidc.browser import address_of
from hjemvei.accounts.oidc.flow import ANSWERED_WITHIN, Verified, begin, finish
from hjemvei.accounts.oidc.providers import PERSON, Provider, provider_of, providers
from hjemvei.accounts.oidc.refusals import SignInRefused
from hjemvei.core import clock
from hjemvei.core.text import new_key
from hjemvei.persons.crypto import blind_index
from hjemvei.portal.door import PATH, give_token, outside
from hjemvei.portal.here import new_token, token_hash
from hjemvei.portal.page import language_before, shown_page

COOKIE = "hjemvei_min_side_id"
SALT = "hjemvei.min-side.id"
SURE = frozenset({"idporten-loa-substantial", "idporten-loa-high"})
ENTER = "SELECT kernel.portal_enter(%s, %s, %s, %s, %s)"


@require_safe
@outside
def electronic(request: HttpRequest) -> HttpResponse:
    """Off to the first provider that is meant for people."""
    found = providers(PERSON)
    if not found:
        return HttpResponseRedirect(reverse("portal:closed"))
    try:
        started = begin(found[0], redirect_uri=_back(), at=clock.now(), language=language_before(request))
    except SignInRefused:
        return shown_page(request, "portal/unknown.html", status=502)
    response = HttpResponseRedirect(started.url)
    response.set_cookie(
        COOKIE,
        signing.dumps(started.kept, salt=SALT),
        path=PATH,
        max_age=ANSWERED_WITHIN,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return response


@require_safe
@outside
def electronic_back(request: HttpRequest) -> HttpResponse:
    """An answer counts once: what was begun is forgotten with it."""
    response = _answered(request)
    response.delete_cookie(COOKIE, path=PATH, samesite="Lax")
    return response


def _answered(request: HttpRequest) -> HttpResponse:
    kept, at, token = _kept(request), clock.now(), new_token()
    provider = provider_of(str(kept.get("provider", "")), PERSON)
    if provider is None:
        return HttpResponseRedirect(reverse("portal:closed"))
    try:
        verified = finish(provider, kept, request.GET.dict(), redirect_uri=_back(), at=at)
    except SignInRefused:
        return shown_page(request, "portal/unknown.html", status=403)
    number = verified.text("pid")
    if not number or not _is_sure(provider, verified):
        return shown_page(request, "portal/unknown.html", status=403)
    with connection.cursor() as cursor:
        cursor.execute(
            ENTER, [[blind_index(number)], token_hash(token), new_key(), language_before(request), at]
        )
        (found,) = cursor.fetchone()
    if not found:
        return shown_page(request, "portal/unknown.html", status=404)
    response = HttpResponseRedirect(reverse("portal:home"))
    give_token(response, token)
    return response


def _is_sure(provider: Provider, verified: Verified) -> bool:
    """The flow takes only the levels that were asked for; where none was, ID-porten's two upper ones."""
    return bool(provider.acr_values) or verified.acr in SURE


def _back() -> str:
    return address_of("portal:electronic_back")


def _kept(request: HttpRequest) -> dict[str, Any]:
    try:
        found = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=ANSWERED_WITHIN)
    except signing.BadSignature:
        return {}
    return dict(found)
