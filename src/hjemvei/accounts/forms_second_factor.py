"""The code of an authenticator app counts once, for as long as its step and its neighbours' count."""

from __future__ import annotations

from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.app_settings import TOTP_PERIOD, TOTP_TOLERANCE
from allauth.mfa.base.forms import AuthenticateForm, BaseAuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from django.core.cache import cache
from django.utils.translation import gettext_lazy as _

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


class ActivateForm(ActivateTOTPForm):  # type: ignore[misc]
    """When the app is set up; the package calls the code by another name than the page does."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("Koden som appen viser")
