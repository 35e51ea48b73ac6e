"""Forms of clearances for protected people."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from hjemvei.accounts.models_clearance import SHIELD, AddressClearance
from hjemvei.ui.forms import DateField, Form


class ClearanceForm(Form):
    address = forms.TypedChoiceField(
        label=_("Vernede adresser"),
        choices=[(grade.value, capfirst(grade.label)) for grade in AddressClearance],
        coerce=int,
        initial=AddressClearance.CONFIDENTIAL,
        widget=forms.RadioSelect,
    )
    shield = forms.BooleanField(
        label=_("Også personer som er skjermet fordi de er ansatt, eller står en ansatt nær"), required=False
    )
    reason = forms.CharField(
        label=_("Hva trenger kollegaen klareringen til?"),
        max_length=300,
        help_text=_("Ikke skriv hvem det gjelder. For eksempel: har ansvar for boligene som er skjult."),
    )
    last_day = DateField(label=_("Siste dag"), help_text=_("Høyst ett år frem."))

    @property
    def value(self) -> int:
        given: dict[str, Any] = self.cleaned_data
        return int(given["address"]) | (SHIELD if given["shield"] else 0)


class EndClearanceForm(Form):
    reason = forms.CharField(
        label=_("Hvorfor"), max_length=300, help_text=_("For eksempel: har fått andre oppgaver.")
    )
