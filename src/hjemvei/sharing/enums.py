"""Why a unit takes part, and how a consent was given."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Basis(TextChoices):
    CUSTODY = "custody", _("personen er her")
    CONSENT = "consent", _("samtykke")
    REQUEST = "request", _("personens egen henvendelse")
    OWN = "own", _("egne vedtak og avtaler")
    DEPUTY = "deputy", _("stedfortreder")
    BREAK_GLASS = "break_glass", _("nødtilgang")


class ConsentState(TextChoices):
    ASKED = "asked", _("spurt")
    GIVEN = "given", _("gitt")
    REFUSED = "refused", _("sa nei")
    WITHDRAWN = "withdrawn", _("trukket")


class ConsentForm(TextChoices):
    ORAL = "oral", _("muntlig")
    PAPER = "paper", _("på papir")
    DIGITAL = "digital", _("digitalt")


class ConsentEventKind(TextChoices):
    """What can happen to a consent. More receivers, more classes or more time are all `extended`."""

    ASKED = "asked", _("spurt")
    GIVEN = "given", _("sa ja")
    NARROWED = "narrowed", _("innskrenket")
    EXTENDED = "extended", _("utvidet eller fornyet")
    REFUSED = "refused", _("sa nei")
    WITHDRAWN = "withdrawn", _("trukket")
    EXPIRED = "expired", _("utløpt")


class ScopeChange(TextChoices):
    """What an event did to one arrow; `kept` is what a narrower consent carries on from the one before."""

    ADDED = "added", _("kom til")
    KEPT = "kept", _("fortsetter")
    ENDED = "ended", _("falt bort")


class EndReason(TextChoices):
    WITHDRAWN = "withdrawn", _("trukket")
    EXPIRED = "expired", _("utløpt")


class InterpreterHow(TextChoices):
    IN_PERSON = "in_person", _("tolk til stede")
    VIDEO = "video", _("tolk på skjerm")
    PHONE = "phone", _("tolk på telefon")


class Representation(TextChoices):
    SELF = "self", _("personen selv")
    GUARDIAN = "guardian", _("verge")
    POWER_OF_ATTORNEY = "power_of_attorney", _("fullmakt")


class ShareBasis(TextChoices):
    """Why something was handed over."""

    CONSENT = "consent", _("samtykke")
    STATUTE_BENEFITS = "statute_benefits", _("melding om institusjonsopphold (folketrygdloven § 21-4)")
    STATUTE_CHILD = "statute_child", _("meldeplikt til barnevernet")
    STATUTE_DANGER = "statute_danger", _("fare for liv eller helse")
    STATUTE_CONTACT = (
        "statute_contact",
        _("kontaktopplysninger til kriminalomsorgen (sosialtjenesteloven § 44)"),
    )
    STATUTE_AVERT = "statute_avert", _("plikt til å avverge alvorlig straffbar handling (straffeloven § 196)")


class CloseReason(TextChoices):
    SETTLED = "settled", _("bor i egen bolig, oppfølging avsluttet")
    DECLINED = "declined", _("personen ønsker ikke mer hjelp")
    MOVED = "moved", _("fulgt opp av annen kommune")
    LEFT_COUNTRY = "left_country", _("har forlatt landet")
    DIED = "died", _("død")
    MISTAKE = "mistake", _("opprettet ved en feil")
    PRISON_LEFT = "prison_left", _("fengselets del er over")
    ALL_LEFT = "all_left", _("ingen har del i saken lenger")


class RelationKind(TextChoices):
    """How a member of staff is tied to somebody: such a case is closed to them, whatever their role."""

    OWN = "own", _("saken gjelder meg selv")
    PARENT_CHILD = "parent_child", _("forelder eller barn")
    PARTNER = "partner", _("ektefelle, samboer eller partner")
    SIBLING = "sibling", _("søsken")
    COMMON_CHILD = "common_child", _("vi har barn sammen")
    NEAR = "near", _("annet nært forhold eller interessekonflikt")


class EmergencyCategory(TextChoices):
    """Why the case of another unit had to be opened at once."""

    LIFE = "life", _("fare for liv eller helse")
    RELEASE = "release", _("personen blir eller er løslatt nå")
    HOMELESS = "homeless", _("personen mangler et sted å sove i natt")
    ARRIVED = "arrived", _("personen har kommet til oss uten varsel")
    OTHER = "other", _("annet som ikke kan vente")


class ReviewOutcome(TextChoices):
    IN_ORDER = "in_order", _("i orden")
    NOT_IN_ORDER = "not_in_order", _("ikke i orden")
