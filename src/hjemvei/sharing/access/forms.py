"""Forms of emergency access, relations and protection."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hjemvei.persons.models import Protection
from hjemvei.sharing.enums import EmergencyCategory, RelationKind, ReviewOutcome
from hjemvei.ui.forms import Form, OnceForm, TextField

GRADES = [(grade.value, str(grade.label).capitalize()) for grade in list(Protection)[:4]]


class FindForm(Form):
    wanted = forms.CharField(
        label=_("Fødselsnummer, D-nummer, referanse eller saksnøkkel"),
        max_length=40,
        help_text=_(
            "Hele nummeret. Du får bare vite hvilken enhet i virksomheten som har saken. Søket logges."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class OpenForm(OnceForm):
    category = forms.ChoiceField(
        label=_("Hva haster?"), choices=EmergencyCategory.choices, widget=forms.RadioSelect
    )
    reason = TextField(
        label=_("Hvorfor kan det ikke vente til enheten som har saken, svarer?"),
        max_length=600,
        rows=3,
        help_text=_("Minst 20 tegn. Personvernombudet leser dette, og personen kan se det."),
    )


class ReviewForm(OnceForm):
    outcome = forms.ChoiceField(
        label=_("Var nødtilgangen i orden?"), choices=ReviewOutcome.choices, widget=forms.RadioSelect
    )
    text = TextField(
        label=_("Hva var avviket, og hva gjøres?"),
        max_length=1000,
        rows=3,
        required=False,
        help_text=_("Må fylles ut når den ikke var i orden."),
    )


class NumberForm(OnceForm):
    kind = forms.ChoiceField(
        label=_("Hva er forholdet?"), choices=RelationKind.choices, widget=forms.RadioSelect
    )
    number = forms.CharField(
        label=_("Fødselsnummer eller D-nummer"),
        max_length=20,
        help_text=_(
            "Ditt eget, eller det til den du står nær. Nummeret lagres ikke, bare de tre siste sifrene og et"
            " avtrykk som det kan kjennes igjen på. Det gjelder også om personen kommer hit senere."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
    )


class CaseRelationForm(OnceForm):
    """`staff` is empty for whoever may only speak for themselves."""

    user = forms.ChoiceField(label=_("Hvem gjelder det?"))
    kind = forms.ChoiceField(label=_("Hva er forholdet?"), choices=[("", ""), *RelationKind.choices])

    def __init__(self, *args: Any, staff: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["user"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = staff


class LiftForm(OnceForm):
    reason = TextField(label=_("Hvorfor oppheves sperren?"), max_length=300, rows=2)


class ProtectForm(OnceForm):
    grade = forms.TypedChoiceField(
        label=_("Adressen i folkeregisteret"), choices=GRADES, coerce=int, widget=forms.RadioSelect
    )
    is_shielded = forms.BooleanField(
        label=_("Skjermet: personen er ansatt eller i nær familie med en ansatt"), required=False
    )
    reason = TextField(
        label=_("Hva bygger det på?"),
        max_length=300,
        rows=2,
        help_text=_("For eksempel folkeregisteret, dato. Skriv ikke adresse eller navn på ansatte."),
    )
