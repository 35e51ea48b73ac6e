"""Forms of a wish to move, and of what the other municipality says in a dispute."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hjemvei.cases.choices import MOVE_REFUSAL, MOVE_VIEW
from hjemvei.cases.forms_cooperation import MunicipalityField, UnitsForm, fill_municipalities
from hjemvei.core import clock
from hjemvei.ui.forms import DateField, OnceForm, TextField

READ = _("Personen kan lese det du skriver her.")


class MoveForm(OnceForm):
    to_municipality = MunicipalityField(label=_("Hvor vil personen bo?"))
    wished_on = DateField(label=_("Når sa personen det?"), latest=clock.today, initial=clock.today)
    why = TextField(
        label=_("Hvorfor, med personens egne ord"),
        max_length=600,
        rows=3,
        required=False,
        help_text=_("Å ville bort fra et miljø er grunn nok. Ingen må forklare seg."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fill_municipalities(self, "to_municipality")


class MoveViewForm(OnceForm):
    view = forms.ChoiceField(
        label=_("Hva mener kommunen?"),
        choices=[(view.value, label) for view, label in MOVE_VIEW.items()],
        widget=forms.RadioSelect,
    )
    reason = TextField(label=_("Hvorfor?"), max_length=600, help_text=READ)


class InviteForm(UnitsForm):
    """Only units that the person has said yes to."""


class RefusalForm(OnceForm):
    refusal = forms.ChoiceField(
        label=_("Grunn"),
        choices=[(refusal.value, label) for refusal, label in MOVE_REFUSAL.items()],
        widget=forms.RadioSelect,
    )
    reason = TextField(label=_("Begrunnelse"), max_length=600, help_text=READ)


class GroundForm(OnceForm):
    reason = TextField(label=_("Hva mener kommunen om ansvaret, og hvorfor?"), max_length=600)


class YesForm(OnceForm):
    """Nothing to fill in: the page says what the button does."""
