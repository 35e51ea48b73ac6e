"""Sign-in at an organisation's provider: there and back, anew before what matters, and out."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import wraps

from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from hjemvei.accounts.access import own_session, public
from hjemvei.accounts.actions.bind_identity import ask_to_bind, bind_by_invitation
from hjemvei.accounts.models import User
from hjemvei.accounts.oidc.browser import address_of, complete, start
from hjemvei.accounts.oidc.device import ONWARD, has_asked_anew, must_ask_anew
from hjemvei.accounts.oidc.flow import Verified, end_session_url
from hjemvei.accounts.oidc.providers import Provider, provider_of
from hjemvei.accounts.oidc.refusals import SignInRefused
from hjemvei.accounts.oidc.signed_in import hint_of, keep, prove_anew
from hjemvei.accounts.queries.own import bound_user
from hjemvei.accounts.sessions import end_provider_session
from hjemvei.accounts.views.sign_in import BACKEND, invitation_opened
from hjemvei.core import clock
from hjemvei.core.errors import RuleBroken
from hjemvei.ui.render import render

log = logging.getLogger("hjemvei.sign_in")
WHY = "nobody has signed in yet; the provider says who it is"
SID_AT_LEAST = 16
ProviderView = Callable[[HttpRequest, Provider], HttpResponse]


def _at_provider(view: ProviderView) -> Callable[[HttpRequest, str], HttpResponse]:
    @wraps(view)
    def found(request: HttpRequest, slug: str) -> HttpResponse:
        provider = provider_of(slug)
        if provider is None:
            raise Http404
        try:
            return view(request, provider)
        except SignInRefused as error:
            log.warning("sign-in refused: %s", error)
            return _refused(request, provider, error.message)
        except RuleBroken as error:
            return _refused(request, provider, error.message)

    return found


def _refused(request: HttpRequest, provider: Provider, message: str) -> HttpResponse:
    context = {"provider": provider, "message": message}
    return render(request, "accounts/sign_in_refused.html", context, status=403)


@public(WHY)
@own_session
@never_cache
@require_safe
@_at_provider
def begin(request: HttpRequest, provider: Provider) -> HttpResponse:
    """`invitasjon`: the invitation that this browser has opened is taken by it; `igjen` asks a signed-in user
    anew.
    """
    again = "igjen" in request.GET
    url = start(
        request,
        provider,
        redirect_uri=_back_to(provider),
        at=clock.now(),
        anew=again or must_ask_anew(request, provider),
        again=again,
        next=_safe(request, request.GET.get("next", "/")),
        invitation=invitation_opened(request) if "invitasjon" in request.GET else "",
        user=request.user.pk if again else None,
    )
    return HttpResponseRedirect(url)


@public(WHY)
@own_session
@never_cache
@require_safe
@_at_provider
def finish(request: HttpRequest, provider: Provider) -> HttpResponse:
    at = clock.now()
    verified, kept = complete(request, provider, redirect_uri=_back_to(provider), at=at)
    user = bound_user(provider.issuer, verified.subject)
    if kept.get("again"):
        if user is None or user.pk != request.user.pk or user.pk != kept["user"]:
            return _refused(request, provider, _("Du logget inn som en annen enn den som er logget inn her."))
        prove_anew(request.session, verified)
        return HttpResponseRedirect(kept["next"])
    if kept["invitation"]:
        user = bind_by_invitation(token_hash=kept["invitation"], verified=verified, at=at)
    if user is None:
        ask_to_bind(verified=verified, at=at)
        return render(request, "accounts/sign_in_waits.html", {"provider": provider}, status=403)
    response = _enter(request, user, verified, kept["next"])
    if kept.get("anew"):
        has_asked_anew(request, response, provider)
    return response


def _enter(request: HttpRequest, user: User, verified: Verified, back: str) -> HttpResponse:
    """A session of its own: nothing of an earlier one comes along."""
    request.session.flush()
    login(request, user, backend=BACKEND)
    keep(request.session, verified)
    log.info("signed in: %s user %s acr %s", verified.provider.slug, user.key, verified.acr or "-")
    return HttpResponseRedirect(back)


@public("has signed out; may sign out at the provider too")
@own_session
@never_cache
@require_safe
def signed_out(request: HttpRequest) -> HttpResponse:
    """The provider's own session goes on until it is ended there: the browser is sent on at once. One that
    was given away goes on from here when it is back, or at once where there is nothing to end.
    """
    slug, token = hint_of(request.session)
    provider = provider_of(slug)
    there = ""
    if provider is not None:
        there = end_session_url(provider, id_token=token, back=address_of("accounts:signed_out"))
    if not there and ONWARD in request.session:
        return HttpResponseRedirect(request.session.pop(ONWARD))
    response = render(request, "accounts/signed_out.html", {"provider": provider, "there": there})
    if there:
        response.headers["Refresh"] = f"0; url={there}"
    return response


@public("the provider says that its session is over; no cookie of ours comes along")
@own_session
@never_cache
@require_safe
@_at_provider
def ended(request: HttpRequest, provider: Provider) -> HttpResponse:
    """Front-channel logout. The session's number is the provider's secret; nobody can guess it."""
    sid = request.GET.get("sid", "")
    if request.GET.get("iss") == provider.issuer and len(sid) >= SID_AT_LEAST:
        end_provider_session(provider.slug, sid, at=clock.now())
    return HttpResponse(status=204)


def _back_to(provider: Provider) -> str:
    return address_of("accounts:provider_answer", provider.slug)


def _safe(request: HttpRequest, path: str) -> str:
    hosts = {request.get_host()}
    return path if url_has_allowed_host_and_scheme(path, hosts, request.is_secure()) else "/"
