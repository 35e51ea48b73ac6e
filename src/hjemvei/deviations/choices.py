"""Kinds, causes and effects of deviations, and of what went well."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from hjemvei.accounts.enums import InfoClass


class DeviationKind(TextChoices):
    NO_OWNER_AT_RELEASE = "no_owner_at_release", _("ingen ansvarlig i ordinær tjeneste på løslatelsesdagen")
    NO_HOME_AT_RELEASE = "no_home_at_release", _("løslatt uten bolig")
    TEMPORARY_AT_RELEASE = "temporary_at_release", _("løslatt til midlertidig botilbud")
    VISITING_FLAT_USED = "visiting_flat_used", _("besøksleiligheten ble brukt som nødløsning")
    TEMPORARY_TOO_LONG = "temporary_too_long", _("mer enn tre måneder i midlertidig botilbud")
    HOME_LOST = "home_lost", _("boligen gikk tapt under oppholdet i fengsel")
    DEADLINE_PASSED = "deadline_passed", _("frist oversittet")
    INQUIRY_UNANSWERED = "inquiry_unanswered", _("henvendelse ikke besvart i tide")
    NOTICE_LATE = "notice_late", _("varsel sendt for sent")
    GUARANTEE_LATE = "guarantee_late", _("garanti for depositum senere enn to dager før løslatelse")
    NO_OWNER = "no_owner", _("ingen ansvarlig i saken")
    OTHER = "other", _("annet")
    WELL_EARLY = "well_early", _("kommunen fikk vite det i god tid")
    WELL_ANSWERED = "well_answered", _("raskt svar")
    WELL_OWNER = "well_owner", _("ansvaret var på plass før løslatelsen")
    WELL_HOME = "well_home", _("hjemmet var klart på dagen")
    WELL_KEPT = "well_kept", _("boligen ble beholdt")
    WELL_OTHER = "well_other", _("noe annet gikk bra")


WELL = frozenset(kind for kind in DeviationKind if kind.value.startswith("well_"))
HOUSING = frozenset(
    {
        DeviationKind.NO_HOME_AT_RELEASE,
        DeviationKind.TEMPORARY_AT_RELEASE,
        DeviationKind.VISITING_FLAT_USED,
        DeviationKind.TEMPORARY_TOO_LONG,
        DeviationKind.HOME_LOST,
        DeviationKind.WELL_HOME,
        DeviationKind.WELL_KEPT,
    }
)
SLIPS = tuple((kind.value, kind.label) for kind in DeviationKind if kind not in WELL)
GOOD = tuple((kind.value, kind.label) for kind in DeviationKind if kind in WELL)


def class_of(kind: DeviationKind) -> InfoClass:
    """What somebody must be allowed to read to be told that it happened."""
    if kind == DeviationKind.GUARANTEE_LATE:
        return InfoClass.ECONOMY
    return InfoClass.HOUSING if kind in HOUSING else InfoClass.COORDINATION


class Cause(TextChoices):
    ROUTINES = "routines", _("rutiner")
    RESOURCES = "resources", _("ressurser")
    KNOWLEDGE = "knowledge", _("kunnskap")
    COMMUNICATION = "communication", _("kommunikasjon")
    NO_HOME = "no_home", _("ingen bolig tilgjengelig")
    NOT_PRIORITISED = "not_prioritised", _("ikke prioritert")
    DATE_MOVED = "date_moved", _("datoen ble flyttet")
    OTHER = "other", _("annet")


WHY_WELL = (
    (Cause.ROUTINES.value, _("gode rutiner")),
    (Cause.RESOURCES.value, _("nok ressurser")),
    (Cause.KNOWLEDGE.value, _("kunnskap hos dem som gjorde det")),
    (Cause.COMMUNICATION.value, _("god kommunikasjon")),
    (Cause.OTHER.value, _("annet")),
)
"""The same causes, said of what went well; those that only explain a breach are left out."""


class Effect(TextChoices):
    WORKED = "worked", _("tiltaket virket")
    PARTLY = "partly", _("virket delvis")
    NOT = "not", _("virket ikke")
    UNKNOWN = "unknown", _("for tidlig å si")


class Mistake(TextChoices):
    """Why a deviation that stood was none after all."""

    MOVED = "moved", _("datoen det gjaldt, ble endret")
    CORRECTED = "corrected", _("opplysningen det bygde på, ble rettet")
    REPORTED = "reported", _("meldt ved en feil")
