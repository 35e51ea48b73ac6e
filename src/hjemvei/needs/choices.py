"""Code lists of housing situations (from the municipalities' housing-need mapping)."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Topic(TextChoices):
    BEFORE = "before", _("bolig før fengsel")
    DURING = "during", _("boligen mens personen er i fengsel")
    AFTER = "after", _("bolig ved løslatelse")


class Situation(TextChoices):
    NONE = "none", _("ingen bolig")
    RENTED_PRIVATE = "rented_private", _("leide privat")
    RENTED_MUNICIPAL = "rented_municipal", _("leide kommunal bolig")
    OWNED = "owned", _("eide bolig")
    FAMILY_PERMANENT = "family_permanent", _("bodde fast hos nær familie")
    FAMILY_TEMPORARY = "family_temporary", _("bodde midlertidig hos familie eller venner")
    TEMPORARY = "temporary", _("midlertidig botilbud")
    INSTITUTION = "institution", _("institusjon")
    ROUGH = "rough", _("sov ute")
    OTHER = "other", _("annet")
    UNKNOWN = "unknown", _("vet ikke")


class Standing(TextChoices):
    KEPT = "kept", _("beholdes")
    AT_RISK = "at_risk", _("kan gå tapt")
    LOST = "lost", _("er sagt opp eller tapt")
    PLANNED = "planned", _("planlagt, ikke avtalt")
    AGREED = "agreed", _("avtalt")
    UNKNOWN = "unknown", _("vet ikke")
