"""The code of an authenticator app counts once, for as long as its step and its neighbours' count."""

from __future__ import annotations

from allauth.mfa.adapter import get_adapter
from allauth.mfa.app_settings import TOTP_PERIOD, TOTP_TOLERANCE
from allauth.mfa.base.forms import AuthenticateForm, BaseAuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from django.core.cache import cache

COUNTS_FOR = TOTP_PERIOD * (2 * TOTP_TOLERANCE + 1)


class _OnceForm(BaseAuthenticateForm):  # type: ignore[misc]
    def clean_code(self) -> str:
        """The package remembers a used code for one step only; RFC 6238, 5.2 wants no second use at all."""
        code: str = super().clean_code()
        if self.authenticator.type == Authenticator.Type.TOTP:
            key = f"totp-used:{self.user.pk}:{''.join(code.split())}"
            if not cache.add(key, True, timeout=COUNTS_FOR):
                raise get_adapter().validation_error("incorrect_code")
        return code


class CodeForm(_OnceForm, AuthenticateForm):  # type: ignore[misc]
    """At sign-in."""


class CodeAgainForm(_OnceForm, ReauthenticateForm):  # type: ignore[misc]
    """Before something that asks for it anew."""
