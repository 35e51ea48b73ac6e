"""How long a password is. Django says it in English on a Norwegian page: its catalogue is older."""

from __future__ import annotations

from django.contrib.auth.password_validation import MinimumLengthValidator
from django.utils.translation import gettext as _


class LongEnough(MinimumLengthValidator):
    def get_error_message(self) -> str:
        return _("Passordet er for kort. Det må ha minst %(count)s tegn.") % {"count": self.min_length}
