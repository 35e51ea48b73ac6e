"""What users decide about themselves: the name that others see and the language."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _

from hjemvei.accounts.models import User
from hjemvei.core.errors import RuleBroken


def set_preferences(*, user_id: int, name: str | None = None, language: str | None = None) -> None:
    values: dict[str, str] = {}
    if name is not None:
        if not name.strip():
            raise RuleBroken(_("Skriv navnet ditt."), field="name")
        values["name"] = name.strip()
    if language is not None:
        if language not in dict(settings.LANGUAGES):
            raise RuleBroken(_("Velg et språk fra listen."), field="language")
        values["language"] = language
    if values:
        User.objects.filter(pk=user_id).update(**values)
