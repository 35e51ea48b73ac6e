"""What is said beside a field when a word in it judges somebody: a suggestion, never a refusal."""

from __future__ import annotations

from collections.abc import Mapping

from django import forms
from django.forms.boundfield import BoundField
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hjemvei.ui.rules import judging_words

FREE_TEXT = 200
"""From this length on, a line of text is where people describe; names and addresses are shorter."""
SUGGESTIONS: Mapping[str, Promise] = {
    "prisoner": gettext_lazy("Skriv heller «person i fengsel» eller navnet."),
    "repeat": gettext_lazy("Skriv heller «person med gjentatte dommer», hvis det er nødvendig å nevne."),
    "criminal": gettext_lazy("Skriv heller hva som har skjedd, hvis det er nødvendig å nevne."),
    "antisocial": gettext_lazy("Skriv heller hva som skjedde, hvor og når."),
    "burdened": gettext_lazy("Skriv heller hva personen har behov for støtte til."),
    "substances": gettext_lazy("Skriv heller «person som bruker rusmidler», hvis det er nødvendig å nevne."),
    "client": gettext_lazy("Skriv heller «personen» eller navnet."),
    "heavy": gettext_lazy("Skriv heller hva personen har behov for."),
    "thrown": gettext_lazy("Skriv heller «har blitt henvist videre flere ganger»."),
    "living_skills": gettext_lazy(
        "Skriv heller om bomestring: hva personen får til, og hva det trengs støtte til."
    ),
    "difficult": gettext_lazy("Skriv heller hva som skjedde, og hva som hjalp."),
    "english": gettext_lazy("Skriv heller «personen» eller «person i fengsel»."),
}


def kinder(text: str) -> list[str]:
    """One line for each find, in the active language."""
    return [
        _("«%(words)s»: %(suggestion)s") % {"words": found.words, "suggestion": SUGGESTIONS[found.code]}
        for found in judging_words(text)
    ]


def is_free_text(field: forms.Field) -> bool:
    """Where people are described: text areas, and lines with room for a sentence."""
    if isinstance(field.widget, forms.Textarea):
        return True
    is_line = isinstance(field, forms.CharField) and getattr(field.widget, "input_type", "") == "text"
    return is_line and (getattr(field, "max_length", None) or 0) >= FREE_TEXT


def kinder_of(bound: BoundField) -> list[str]:
    """What is said of what a form already holds: after a refusal, or from a draft."""
    value = bound.value()
    return kinder(value) if isinstance(value, str) else []
