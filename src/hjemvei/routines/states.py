"""What becomes of a version of a routine."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from hjemvei.core.states import machine


class VersionState(TextChoices):
    DRAFT = "draft", _("utkast")
    APPROVED = "approved", _("godkjent")
    REPLACED = "replaced", _("erstattet")
    WITHDRAWN = "withdrawn", _("trukket")


ROUTINE_VERSION = machine(
    "routine_version",
    initial=VersionState.DRAFT,
    moves=[
        ("approve", [VersionState.DRAFT], VersionState.APPROVED),
        ("replace", [VersionState.APPROVED], VersionState.REPLACED),
        (
            "withdraw",
            [VersionState.DRAFT, VersionState.APPROVED, VersionState.REPLACED],
            VersionState.WITHDRAWN,
        ),
    ],
)
HELD = (VersionState.APPROVED, VersionState.REPLACED, VersionState.WITHDRAWN)
"""Has been approved once. Which of them holds on a day is said by its dates: what a coming version replaces
holds until that day.
"""
