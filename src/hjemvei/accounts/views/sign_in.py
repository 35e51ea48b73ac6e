"""The ways in: second factor, invitation, demo sign-in; and the pages of allauth that are closed here."""

from __future__ import annotations

from collections.abc import Callable

from allauth.account.decorators import reauthentication_required
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.views import view_recovery_codes
from allauth.mfa.totp.views import activate_totp as allauth_activate_totp
from allauth.mfa.webauthn.views import add_webauthn as allauth_add_webauthn
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from hjemvei.accounts.access import public, signed_in, writes
from hjemvei.accounts.actions.accept_invitation import (
    accept_invitation,
    invitation_of_hash,
    open_invitation,
)
from hjemvei.accounts.actions.invite_user import hash_token
from hjemvei.accounts.forms import PasswordForm
from hjemvei.accounts.oidc.browser import ways
from hjemvei.accounts.queries.own import administrators_to_ask, demo_sign_ins, demo_user, factors_of
from hjemvei.accounts.sessions import has_second_factor
from hjemvei.accounts.views.own import safe_next
from hjemvei.core import clock
from hjemvei.core.errors import RuleBroken
from hjemvei.ui.forms import sent
from hjemvei.ui.render import render

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
INVITATION = "invitation"
View = Callable[..., HttpResponse]


@public("closed for everybody: accounts come by invitation, addresses are changed by administrators")
def closed(request: HttpRequest, **kwargs: str) -> HttpResponse:
    raise Http404


@signed_in("chooses the second factor before anything else can be seen")
@require_safe
def second_factor(request: HttpRequest) -> HttpResponse:
    user_id = int(request.user.pk or 0)
    if has_second_factor(request, user_id):
        return HttpResponseRedirect("/")
    return render(request, "accounts/second_factor.html", {"factors": factors_of(user_id)})


def _proven(view: View, kind: str) -> View:
    """Setting up a factor proves that one has it: the session counts as signed in with it from then on."""

    def guarded(request: HttpRequest) -> HttpResponse:
        mine = Authenticator.objects.filter(user_id=request.user.pk, type=kind)
        before = set(mine.values_list("pk", flat=True)) if request.method == "POST" else set()
        response = view(request)
        if request.method == "POST":
            for made in mine.exclude(pk__in=before):
                post_authentication(request, made)
        return response

    proven: View = reauthentication_required(guarded)
    return proven


@signed_in("sets up the second factor that everything else demands")
def activate_totp(request: HttpRequest) -> HttpResponse:
    return _proven(allauth_activate_totp, Authenticator.Type.TOTP)(request)


@signed_in("sets up the second factor that everything else demands")
def add_passkey(request: HttpRequest) -> HttpResponse:
    return _proven(allauth_add_webauthn, Authenticator.Type.WEBAUTHN)(request)


@writes("allauth notes that the codes have been shown")
@signed_in("shows the recovery codes right after the second factor is set up")
@require_safe
def recovery_codes(request: HttpRequest) -> HttpResponse:
    response: HttpResponse = view_recovery_codes(request)
    return response


@public("whoever holds an invitation has no account to sign in with yet; the link's token is the proof")
@never_cache
@require_http_methods(["GET", "POST"])
def open_link(request: HttpRequest, token: str) -> HttpResponse:
    """The link's token goes no further than here: an address is logged when its form is refused."""
    if open_invitation(token=token, at=clock.now()) is None:
        return render(request, "accounts/invitation_gone.html", status=410)
    request.session[INVITATION] = hash_token(token)
    return redirect("accounts:accept_opened")


def invitation_opened(request: HttpRequest) -> str:
    """The hash of the token, as the database has it; empty where no link was opened in this browser."""
    return str(request.session.get(INVITATION, ""))


@public("whoever has opened an invitation has no account to sign in with yet")
@never_cache
@require_http_methods(["GET", "POST"])
def accept(request: HttpRequest) -> HttpResponse:
    token_hash = invitation_opened(request)
    invitation = invitation_of_hash(token_hash, at=clock.now())
    if invitation is None:
        return render(request, "accounts/invitation_gone.html", status=410)
    form = PasswordForm(sent(request), user=invitation.user)
    if form.is_valid():
        try:
            accept_invitation(token_hash=token_hash, password=form.cleaned_data["password1"], at=clock.now())
        except RuleBroken:
            return render(request, "accounts/invitation_gone.html", status=410)
        del request.session[INVITATION]
        messages.success(request, _("Passordet er satt. Logg inn med e-postadressen og det nye passordet."))
        return redirect("account_login")
    status = 422 if form.errors else 200
    context = {"form": form, "name": invitation.user.name, "ways": ways({"invitasjon": "1"})}
    return render(request, "accounts/accept.html", context, status=status)


@public("the demo world is open to everybody who can reach it; outside demo mode the page does not exist")
@require_http_methods(["GET", "POST"])
def demo(request: HttpRequest) -> HttpResponse:
    if not settings.DEMO:
        raise Http404
    if request.method == "POST":
        number = request.POST.get("user", "")
        user = demo_user(int(number)) if number.isdecimal() and len(number) < 10 else None
        if user is None:
            raise Http404
        request.session.flush()
        login(request, user, backend=BACKEND)
        return HttpResponseRedirect(safe_next(request))
    context = {"units": demo_sign_ins(today=clock.today()), "next": request.GET.get("next", "/")}
    return render(request, "accounts/demo.html", context)


@signed_in("signed in without a role: is told whom to ask")
@require_safe
def no_unit(request: HttpRequest) -> HttpResponse:
    if getattr(request, "actor", None) is not None:
        return HttpResponseRedirect("/")
    names = administrators_to_ask(int(request.user.pk or 0), today=clock.today())
    return render(request, "accounts/no_unit.html", {"administrators": names})
