"""Forms of the stock."""

from __future__ import annotations

import datetime as dt

from django import forms
from django.utils.translation import gettext_lazy as _

from hjemvei.homes.actions.add_dwelling import DwellingFacts
from hjemvei.homes.choices import DwellingKind, Ownership
from hjemvei.homes.models import Dwelling
from hjemvei.parties.models import Municipality
from hjemvei.ui.forms import DateField, Form, OnceForm, TextField

EARLIEST, LATEST = dt.date(1990, 1, 1), dt.date(2100, 1, 1)


class DwellingFilter(Form):
    q = forms.CharField(label=_("Navn eller adresse"), required=False, max_length=80)
    kind = forms.ChoiceField(
        label=_("Type"), choices=[("", _("Alle")), *DwellingKind.choices], required=False
    )
    free = forms.BooleanField(label=_("Bare ledige"), required=False)


class DwellingForm(OnceForm):
    name = forms.CharField(
        label=_("Navn"), max_length=120, help_text=_("Kort og kjent for dere, for eksempel «Gata 3, H0201».")
    )
    address = forms.CharField(label=_("Adresse"), max_length=160)
    postal_code = forms.RegexField(
        r"^\d{4}$",
        label=_("Postnummer"),
        error_messages={"invalid": _("Et postnummer har fire sifre.")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "maxlength": 4}),
    )
    municipality = forms.CharField(
        label=_("Kommunenummer"), max_length=4, help_text=_("Fire sifre, for eksempel 5001 for Trondheim.")
    )
    kind = forms.ChoiceField(label=_("Type"), choices=DwellingKind.choices)
    ownership = forms.ChoiceField(label=_("Eierforhold"), choices=Ownership.choices)
    rooms = forms.IntegerField(label=_("Antall rom"), min_value=1, max_value=12)
    area = forms.IntegerField(label=_("Areal i kvadratmeter"), min_value=1, max_value=2000, required=False)
    rent = forms.IntegerField(label=_("Husleie i måneden, hele kroner"), min_value=0, max_value=200_000)
    is_step_free = forms.BooleanField(label=_("Trinnfri adkomst"), required=False)
    house_rules = TextField(label=_("Husregler"), max_length=200, rows=2, required=False)
    available_from = DateField(label=_("Kan tas i bruk fra"), earliest=EARLIEST, latest=LATEST)

    def clean_municipality(self) -> str:
        number: str = self.cleaned_data["municipality"]
        if not Municipality.objects.filter(pk=number).exists():
            raise forms.ValidationError(_("Ingen kommune har dette nummeret."))
        return number

    def facts(self) -> DwellingFacts:
        values = {
            name: self.cleaned_data[name] for name in self.fields if name not in ("once", "municipality")
        }
        return DwellingFacts(municipality_id=self.cleaned_data["municipality"], **values)


def initial_of(dwelling: Dwelling) -> dict[str, object]:
    names = [name for name in DwellingForm.base_fields if name not in ("once", "municipality")]
    return {name: getattr(dwelling, name) for name in names} | {"municipality": dwelling.municipality_id}


class EndForm(OnceForm):
    ends_before = DateField(label=_("Ute av bruk fra og med"), earliest=EARLIEST, latest=LATEST)
