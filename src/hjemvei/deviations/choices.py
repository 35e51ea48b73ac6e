"""Kinds and causes of deviations."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class DeviationKind(TextChoices):
    NO_OWNER_AT_RELEASE = "no_owner_at_release", _("ingen ansvarlig i ordinær tjeneste på løslatelsesdagen")
    NO_HOME_AT_RELEASE = "no_home_at_release", _("løslatt uten bolig")
    DEADLINE_PASSED = "deadline_passed", _("frist oversittet")
    NOTICE_LATE = "notice_late", _("varsel sendt for sent")
    VISITING_FLAT_USED = "visiting_flat_used", _("besøksleiligheten ble brukt som nødløsning")
    OTHER = "other", _("annet")


class Cause(TextChoices):
    ROUTINES = "routines", _("rutiner")
    RESOURCES = "resources", _("ressurser")
    KNOWLEDGE = "knowledge", _("kunnskap")
    COMMUNICATION = "communication", _("kommunikasjon")
    NO_HOME = "no_home", _("ingen bolig tilgjengelig")
    NOT_PRIORITISED = "not_prioritised", _("ikke prioritert")
    DATE_MOVED = "date_moved", _("datoen ble flyttet")
    OTHER = "other", _("annet")
