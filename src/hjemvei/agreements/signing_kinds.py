"""How somebody signed, at which level it was anchored, and how far a translation has come."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class SigningWay(TextChoices):
    OWN = "own", _("undertegnet av den som er logget inn")
    PAPER = "paper", _("undertegnet på papir")


class PrevailingLanguage(TextChoices):
    """The text that counts is Norwegian (clause 19); the parties choose which of the two written forms."""

    NB = "nb", _("bokmål")
    NN = "nn", _("nynorsk")


class AnchoringLevel(TextChoices):
    POLITICAL = "political", _("politisk ledelse")
    LEADERSHIP = "leadership", _("øverste ledelse")
    UNIT = "unit", _("ledelsen i enheten")
    FRONT_LINE = "front_line", _("førstelinjen")


APPROVING_LEVELS = (AnchoringLevel.LEADERSHIP, AnchoringLevel.UNIT)
"""Who must have approved in every party before nothing is missing; a prison has no political level."""


class TranslationStatus(TextChoices):
    DRAFT = "draft", _("utkast, ikke kontrollert")
    CHECKED = "checked", _("kontrollert")
    APPROVED = "approved", _("godkjent")
