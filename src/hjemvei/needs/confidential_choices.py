"""What is asked in confidence, and the answers there are; by the municipality or on sealed paper only."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from hjemvei.ui.parts import Text


class Question(TextChoices):
    REAL_HOME = "real_home", _("Hvor skal du egentlig bo?")
    ADDRESS_GIVEN = "address_given", _("Er adressen du har gitt fengselet, den du kommer til å bruke?")
    KEEP_BACK = "keep_back", _("Hva vil du ikke at fengselet skal vite?")
    REASON = "reason", _("Hvorfor vil du ikke at fengselet skal vite det?")


class Way(TextChoices):
    """How the answer reached the municipality; no prison role is a way."""

    TALK = "talk", _("samtale med kommunen")
    SEALED_PAPER = "sealed_paper", _("lukket konvolutt")
    PORTAL = "portal", _("personens egen side")


ANSWERS: Mapping[Question, Mapping[str, Text]] = {
    Question.REAL_HOME: {
        "own": _("egen bolig"),
        "family": _("hos familie"),
        "partner": _("hos kjæreste eller samboer"),
        "friends": _("hos venner"),
        "nowhere": _("har ikke noe sted"),
        "unsafe": _("et sted som ikke er trygt"),
        "unknown": _("vet ikke ennå"),
    },
    Question.ADDRESS_GIVEN: {
        "yes": _("ja"),
        "no": _("nei"),
        "at_first": _("bare de første dagene"),
        "unknown": _("vet ikke ennå"),
    },
    Question.KEEP_BACK: {
        "where": _("hvor jeg skal bo"),
        "with_whom": _("hvem jeg skal bo med"),
        "service": _("hvem jeg får hjelp av"),
        "plans": _("hva jeg har tenkt å gjøre"),
        "nothing": _("ikke noe"),
        "other": _("noe annet"),
    },
    Question.REASON: {
        "leave": _("redd for permisjon eller prøveløslatelse"),
        "safety": _("det gjelder min eller andres trygghet"),
        "debt": _("gjeld eller noen som leter etter meg"),
        "private": _("det er privat"),
        "not_said": _("vil ikke si det"),
        "other": _("noe annet"),
    },
}
