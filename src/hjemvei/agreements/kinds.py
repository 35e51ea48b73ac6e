"""Kinds of agreements, at which level they are made, and in which way somebody is party."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class AgreementKind(TextChoices):
    RELEASE = "release", _("løslatelse og bolig")
    SUBSTANCE = "substance", _("rus")
    PSYCHIATRY = "psychiatry", _("psykisk helse")
    REFUGEES = "refugees", _("flyktninger")
    DISCHARGE = "discharge", _("utskriving fra institusjon")


class AgreementLevel(TextChoices):
    NATIONAL_FRAMEWORK = "national_framework", _("nasjonal rammeavtale")
    SECTOR = "sector", _("særavtale for en sektor")
    INTENTION = "intention", _("intensjonsavtale")
    TEMPLATE = "template", _("mønsteravtale")
    REGIONAL = "regional", _("regional avtale")
    LOCAL = "local", _("lokal avtale")


DRIVING_LEVELS = (AgreementLevel.SECTOR, AgreementLevel.REGIONAL, AgreementLevel.LOCAL)
"""A framework, a model text and an intention set no deadline in any case."""


class PartyRole(TextChoices):
    """A probation office is party beside the prison; the main municipality answers for the others."""

    MAIN = "main", _("hovedpart")
    OTHER = "other", _("annen part")
    PROBATION = "probation", _("friomsorgen")


class ClauseLanguage(TextChoices):
    NB = "nb", _("bokmål")
    NN = "nn", _("nynorsk")
    EN = "en", _("engelsk")


class ClauseSource(TextChoices):
    """Where a clause was taken from when the draft was begun."""

    TEMPLATE = "template", _("den innebygde malen")
    EARLIER = "earlier", _("forrige versjon")
    PARENT = "parent", _("den sentrale avtalen")
    OTHER = "other", _("en annen avtale")
    OWN = "own", _("partene selv")
