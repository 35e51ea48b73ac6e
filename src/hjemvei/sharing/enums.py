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


class ConsentState(TextChoices):
    ASKED = "asked", _("spurt")
    GIVEN = "given", _("gitt")
    REFUSED = "refused", _("sa nei")
    WITHDRAWN = "withdrawn", _("trukket")


class ConsentForm(TextChoices):
    ORAL = "oral", _("muntlig")
    PAPER = "paper", _("på papir")
    DIGITAL = "digital", _("digitalt")


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


class CloseReason(TextChoices):
    SETTLED = "settled", _("bor i egen bolig, oppfølging avsluttet")
    DECLINED = "declined", _("personen ønsker ikke mer hjelp")
    MOVED = "moved", _("fulgt opp av annen kommune")
    LEFT_COUNTRY = "left_country", _("har forlatt landet")
    DIED = "died", _("død")
    MISTAKE = "mistake", _("opprettet ved en feil")
