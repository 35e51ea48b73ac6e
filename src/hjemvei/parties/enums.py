"""Code lists of organisations and units."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ControllerKind(TextChoices):
    """Kinds of legal entity; each is controller for its own records."""

    CORRECTIONAL_SERVICE = "correctional_service", _("kriminalomsorgen")
    MUNICIPALITY = "municipality", _("kommune")
    VOLUNTARY = "voluntary", _("frivillig organisasjon")
    USER_ORGANISATION = "user_organisation", _("brukerorganisasjon")
    PRIVATE_PROVIDER = "private_provider", _("privat tjenesteyter")
    STATE = "state", _("statlig organ")


PUBLIC_KINDS = sorted(
    (ControllerKind.CORRECTIONAL_SERVICE, ControllerKind.MUNICIPALITY, ControllerKind.STATE)
)
"""They answer for their own archive; a private provider's belongs to the body whose task it does."""


class UnitKind(TextChoices):
    PRISON = "prison", _("fengsel")
    PROBATION_OFFICE = "probation_office", _("friomsorgskontor")
    COORDINATION = "coordination", _("koordinering av henvendelser")
    HOUSING_OFFICE = "housing_office", _("boligkontor")
    SOCIAL_SERVICE = "social_service", _("sosialtjeneste i NAV")
    CITY_DISTRICT = "city_district", _("bydel")
    HEALTH = "health", _("helse- og omsorgstjeneste")
    FOLLOW_UP = "follow_up", _("oppfølgingstjeneste")
    PROVIDER = "provider", _("tjenesteyter")
    USER_ORGANISATION = "user_organisation", _("brukerorganisasjon")
    COUNTY_GOVERNOR = "county_governor", _("statsforvalter")
    STATE = "state", _("statlig enhet")


class SecurityLevel(TextChoices):
    HIGH = "high", _("høyt sikkerhetsnivå")
    LOW = "low", _("lavere sikkerhetsnivå")
    MIXED = "mixed", _("flere sikkerhetsnivåer")
    TRANSITION = "transition", _("overgangsbolig")


class FactKind(TextChoices):
    """Facts about a unit that others need to know before they call or visit."""

    PLACES_MEN = "places_men", _("plasser for menn")
    PLACES_WOMEN = "places_women", _("plasser for kvinner")
    STAFF = "staff", _("ansatte")
    OCCUPANCY = "occupancy", _("belegg")
    CONTRACT_WING = "contract_wing", _("kontraktsavdeling")
    HOUSE_RULES = "house_rules", _("husregler")
    PHONE_ACCESS = "phone_access", _("tilgang til telefon")
    UNIFORMED = "uniformed", _("uniformerte ansatte")
    VISITING_FLAT = "visiting_flat", _("besøksleilighet")
    WORKPLACES = "workplaces", _("arbeidsplasser")
    ACTIVITIES = "activities", _("aktiviteter og kurs")
    SERVICES = "services", _("hva enheten tilbyr")
    HOW_TO_ASK = "how_to_ask", _("slik søker eller spør man")


class Weekday(TextChoices):
    MONDAY = "1", _("mandag")
    TUESDAY = "2", _("tirsdag")
    WEDNESDAY = "3", _("onsdag")
    THURSDAY = "4", _("torsdag")
    FRIDAY = "5", _("fredag")
    SATURDAY = "6", _("lørdag")
    SUNDAY = "7", _("søndag")
