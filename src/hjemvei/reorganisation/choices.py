"""What can happen to a unit, and what it can have that needs a new home."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ReorganisationKind(TextChoices):
    MERGE = "merge", _("slås sammen med en annen enhet")
    SPLIT = "split", _("deles: noen av de ansatte går til en annen enhet med sine saker")
    CLOSE = "close", _("legges ned uten at noen tar over")


class Held(TextChoices):
    """In the order that it is shown."""

    CASES = "cases", _("saker enheten deltar i")
    PLACEMENTS = "placements", _("personer som er i fengselet")
    ASSIGNMENTS = "assignments", _("oppdrag som venter eller pågår")
    TASKS = "tasks", _("åpne oppgaver")
    QUESTIONS = "questions", _("spørsmål og varsler uten svar")
    SEATS = "seats", _("roller for ansatte")
    CONTACTS = "contacts", _("kontaktpunkter")
    DUTIES = "duties", _("hvem som er kontakt for hva, og vakter")
    VISIT_DAYS = "visit_days", _("faste besøksdager")
    DWELLINGS = "dwellings", _("boliger enheten har")
    AGREEMENTS = "agreements", _("roller og plass i samarbeidsavtaler")
    TOKENS = "tokens", _("systemnøkler")
    CHILDREN = "children", _("avdelinger under enheten")
