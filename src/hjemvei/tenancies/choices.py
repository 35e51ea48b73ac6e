"""Code lists of the first night, security and follow-up."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class NightPlace(TextChoices):
    PERMANENT = "permanent", _("egen, varig bolig")
    TEMPORARY = "temporary", _("midlertidig botilbud")
    FAMILY = "family", _("hos familie eller venner")
    INSTITUTION = "institution", _("institusjon")
    VISITING_FLAT = "visiting_flat", _("fengselets besøksleilighet")
    ROUGH = "rough", _("uten tak over hodet")
    UNKNOWN = "unknown", _("vet ikke")


class SecurityKind(TextChoices):
    GUARANTEE = "guarantee", _("kommunal garanti")
    DEPOSIT = "deposit", _("depositum på konto")


class ContactOutcome(TextChoices):
    MET = "met", _("møttes")
    PHONE = "phone", _("snakket på telefon")
    NOT_WANTED = "not_wanted", _("personen ønsket ikke kontakt")
    MISSED = "missed", _("fikk ikke kontakt")
