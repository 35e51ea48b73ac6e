"""Texts that allauth shows in its forms: it has no Nynorsk, so its English is in our catalogues.

Nothing calls this; it is where the catalogues find them.
"""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

FORMS = (
    _("Code"),
    _("Current Password"),
    _("Email"),
    _("Email address"),
    _("Incorrect code."),
    _("Incorrect password."),
    _("Login"),
    _("New Password"),
    _("New Password (again)"),
    _("Name"),
    _("Password"),
    _("Passwordless"),
    _("The email address and/or password you specified are not correct."),
    _("This functionality requires JavaScript."),
    _("Too many failed login attempts. Try again later."),
    _("You must type the same password each time."),
)
