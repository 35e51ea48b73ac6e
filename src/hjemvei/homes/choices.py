"""Kinds of homes and who owns them."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class DwellingKind(TextChoices):
    ORDINARY = "ordinary", _("ordinær bolig")
    CO_LOCATED = "co_located", _("samlokalisert bolig")
    CO_LOCATED_BASE = "co_located_base", _("samlokalisert bolig med base")
    SMALL_HOUSE = "small_house", _("småhus")
    SHARED = "shared", _("bofellesskap")
    TRANSITIONAL = "transitional", _("overgangsbolig")


class Ownership(TextChoices):
    MUNICIPAL = "municipal", _("kommunalt eid")
    LEASED_IN = "leased_in", _("innleid av kommunen")
    PROVIDER = "provider", _("eid av tjenesteyter")
    PRIVATE = "private", _("privat utleier")
