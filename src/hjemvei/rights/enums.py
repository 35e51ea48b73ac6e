"""How a request came, what became of it, and the closed lists of grounds."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class RequestForm(TextChoices):
    ORAL = "oral", _("muntlig")
    PAPER = "paper", _("på papir")
    PORTAL = "portal", _("på personens egen side")


class PartState(TextChoices):
    ASKED = "asked", _("venter på dere")
    RELEASED = "released", _("klar til utlevering")
    DELIVERED = "delivered", _("utlevert til personen")


class Delivery(TextChoices):
    """To the person only: nobody else is on the list."""

    HANDED = "handed", _("gitt til personen i en samtale")
    POST = "post", _("sendt i lukket brev til personen")
    PORTAL = "portal", _("på personens egen side")


class Ground(TextChoices):
    """Why something is held back. Codes are kept; the provisions were not read when this was written: check
    letters and words before use.
    """

    CRIME_PREVENTION = "crime_prevention", _("personopplysningsloven § 16 bokstav b: straffbare handlinger")
    INADVISABLE = "inadvisable", _("personopplysningsloven § 16 bokstav c: utilrådelig av hensyn til helsen")
    CONFIDENTIAL = "confidential", _("personopplysningsloven § 16 bokstav d: lovbestemt taushetsplikt")
    INTERNAL = "internal", _("personopplysningsloven § 16 bokstav e: internt arbeidsdokument")
    OTHERS = "others", _("personvernforordningen art. 15 nr. 4: andres rettigheter")


class CorrectionState(TextChoices):
    ASKED = "asked", _("ikke besvart")
    CORRECTED = "corrected", _("rettet")
    NOT_CORRECTED = "not_corrected", _("ikke rettet")
    NOTED = "noted", _("personens syn står ved siden av")


class Outcome(TextChoices):
    """Erasure and archive duty apart: a duty to erase is often met by blocking (arkivlova § 13)."""

    DELETE = "delete", _("slette for godt")
    ARCHIVE = "archive", _("levere til arkivet og slette her")
    RESTRICT = "restrict", _("sperre")


class DisposalState(TextChoices):
    PROPOSED = "proposed", _("foreslått")
    CARRIED_OUT = "carried_out", _("utført")
    DECLINED = "declined", _("avslått")


ERASING = frozenset({Outcome.DELETE, Outcome.ARCHIVE})
