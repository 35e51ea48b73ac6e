"""How far a roll has come and what happens to each line."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class RollState(TextChoices):
    READING = "reading", _("leses")
    STAGED = "staged", _("klar til gjennomsyn")
    APPLYING = "applying", _("tas i bruk")
    APPLIED = "applied", _("tatt i bruk")
    REFUSED = "refused", _("avvist")
    DISCARDED = "discarded", _("forkastet")


class RowFate(TextChoices):
    NEW = "new", _("ny")
    SAME = "same", _("uendret")
    CHANGED = "changed", _("endret")
    UNDECIDED = "undecided", _("må avklares")
    FAULTY = "faulty", _("feil i raden")
    GONE = "gone", _("ikke lenger på listen")
