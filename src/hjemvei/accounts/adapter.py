"""What allauth may do here: nobody signs up by themselves, demo users exist in demo mode alone, secrets
are encrypted.
"""

from __future__ import annotations

import time
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest
from django.urls import reverse

from hjemvei.accounts.oidc.signed_in import ENDING, leaving
from hjemvei.accounts.step_up import has_a_factor, has_fresh_factor
from hjemvei.core import clock, crypto

BOUND_TO = "mfa_authenticator:data"


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        """Demo users and the accounts of other systems have no password; this holds even if one were set."""
        user: Any = super().authenticate(request, **credentials)
        if user is None or user.kind != "person" or (user.is_demo and not settings.DEMO):
            return None
        return user  # type: ignore[no-any-return]

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Who has a factor has been asked for it before this (`step_up.before_factors`), and a password is no
        answer. For who has none a sign-in of the last quarter of an hour is fresh enough; nobody types the
        password twice in a row.
        """
        if settings.MFA_REQUIRED and has_a_factor(context.request):
            return not has_fresh_factor(context.request, at=clock.now())
        records = get_authentication_records(context.request, context.request.user)
        if any(time.time() - record["at"] < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT for record in records):
            return False
        return bool(super().is_reauthentication_required(app=app, **kwargs))

    def logout(self, request: HttpRequest) -> None:
        """What is needed to sign out at the provider too goes over into the empty session."""
        left = leaving(request.session)
        super().logout(request)
        if left:
            request.session[ENDING] = left

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        if ENDING in request.session or leaving(request.session):
            return reverse("accounts:signed_out")
        return str(super().get_logout_redirect_url(request))

    def send_password_reset_mail(self, user: Any, email: str, context: dict[str, Any]) -> None:
        """Somebody who has not taken the invitation yet comes in by a new invitation, not by this door."""
        if user.has_usable_password() and not user.is_demo:
            super().send_password_reset_mail(user, email, context)


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    def encrypt(self, text: str) -> str:
        return crypto.encrypt(text, bound_to=BOUND_TO).hex()

    def decrypt(self, encrypted_text: str) -> str:
        return crypto.decrypt(bytes.fromhex(encrypted_text), bound_to=BOUND_TO)

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """The last one stays where a second factor is demanded."""
        if not settings.MFA_REQUIRED:
            return True
        others = Authenticator.objects.filter(user=authenticator.user).exclude(pk=authenticator.pk)
        return bool(others.exclude(type=Authenticator.Type.RECOVERY_CODES).exists())
