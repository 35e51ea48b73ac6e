"""Where an agreement and a version of it stand. The moves of an agreement are the parties' own decisions,
but the first day of a signed version, which the calendar brings.
"""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from hjemvei.core.states import machine


class AgreementState(TextChoices):
    DIALOGUE = "dialogue", _("uforpliktende dialog")
    DRAFT = "draft", _("utkast")
    SIGNED = "signed", _("undertegnet")
    IN_FORCE = "in_force", _("gjelder")
    UNDER_REVISION = "under_revision", _("under revisjon")
    ENDED = "ended", _("avsluttet")


class VersionState(TextChoices):
    DRAFT = "draft", _("utkast")
    SIGNED = "signed", _("undertegnet")


S = AgreementState
AGREED = (S.SIGNED, S.IN_FORCE, S.UNDER_REVISION, S.ENDED)
"""What has been signed; until then the text is the parties' own."""

AGREEMENT = machine(
    "agreement",
    initial=S.DIALOGUE,
    moves=[
        ("write_draft", [S.DIALOGUE], S.DRAFT),
        ("back_to_dialogue", [S.DRAFT], S.DIALOGUE),
        ("sign", [S.DRAFT], S.SIGNED),
        ("take_effect", [S.SIGNED, S.UNDER_REVISION], S.IN_FORCE),
        ("revise", [S.SIGNED, S.IN_FORCE], S.UNDER_REVISION),
        ("drop_revision", [S.UNDER_REVISION], S.IN_FORCE),
        ("end", [S.DIALOGUE, S.DRAFT, S.SIGNED, S.IN_FORCE, S.UNDER_REVISION], S.ENDED),
    ],
)
VERSION = machine(
    "version",
    initial=VersionState.DRAFT,
    moves=[("freeze", [VersionState.DRAFT], VersionState.SIGNED)],
)
