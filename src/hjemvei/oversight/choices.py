"""What is odd about a look, and what the privacy officer makes of it."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Pattern(TextChoices):
    """Each a question to somebody, never a verdict."""

    OWN_NAME = "own_name", _("samme etternavn")
    NO_TIE = "no_tie", _("uten del i saken")
    MANY_IN_AN_HOUR = "many_in_an_hour", _("mange på en time")
    OUTSIDE_HOURS = "outside_hours", _("utenfor arbeidstid")
    EMPTY_SEARCHES = "empty_searches", _("mange søk uten treff")
    PROTECTED = "protected", _("vernet person uten oppdrag")


EXPLAINED = {
    Pattern.OWN_NAME: _("Den ansatte og personen har et etternavn til felles. Kan være tilfeldig."),
    Pattern.NO_TIE: _(
        "Enheten deltar ikke i saken, eller en annen i enheten har oppdraget og er ikke borte."
    ),
    Pattern.MANY_IN_AN_HOUR: _("Langt flere åpnet på en time enn det den ansatte pleier."),
    Pattern.OUTSIDE_HOURS: _("Kveld, natt eller helg i en rolle som arbeider på dagtid."),
    Pattern.EMPTY_SEARCHES: _("Mange søk uten treff samme time. Noen kan lete etter en de ikke skal finne."),
    Pattern.PROTECTED: _("Åpnet en person med vernet adresse uten å ha et oppdrag i saken."),
}
