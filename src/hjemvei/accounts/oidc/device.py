"""A browser that staff have given to somebody else: before a provider's word counts there again, it must have
asked anew who is at the keyboard. Our own sign-out leaves the provider's session as it is.

The mark is a cookie that lists the providers which have not asked since; one that we did not sign counts as
all of them.
"""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from hjemvei.accounts.oidc.providers import Provider, providers
from hjemvei.accounts.oidc.signed_in import ENDING

GIVEN_AWAY = "hjemvei_given_away"
SALT = "hjemvei.given-away"
ONWARD = "onward"
YEAR = 365 * 24 * 60 * 60


def give_away(request: HttpRequest, *, onward: str) -> HttpResponse:
    """Sign the user out here, and at the provider where that is possible; then the browser is at `onward`."""
    get_adapter().logout(request)
    ends_there = ENDING in request.session
    if ends_there:
        request.session[ONWARD] = onward
    response = HttpResponseRedirect(reverse("accounts:signed_out") if ends_there else onward)
    _mark(response, {provider.slug for provider in providers()})
    return response


def must_ask_anew(request: HttpRequest, provider: Provider) -> bool:
    return provider.slug in _unasked(request)


def has_asked_anew(request: HttpRequest, response: HttpResponse, provider: Provider) -> None:
    """Somebody has shown there who they are: the provider's session in this browser is theirs."""
    if GIVEN_AWAY in request.COOKIES:
        _mark(response, _unasked(request) - {provider.slug})


def _unasked(request: HttpRequest) -> set[str]:
    kept = request.COOKIES.get(GIVEN_AWAY, "")
    if not kept:
        return set()
    try:
        return set(signing.Signer(salt=SALT).unsign(kept).split("."))
    except signing.BadSignature:
        return {provider.slug for provider in providers()}


def _mark(response: HttpResponse, slugs: set[str]) -> None:
    if not slugs:
        response.delete_cookie(GIVEN_AWAY, samesite="Lax")
        return
    response.set_cookie(
        GIVEN_AWAY,
        signing.Signer(salt=SALT).sign(".".join(sorted(slugs))),
        max_age=YEAR,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
