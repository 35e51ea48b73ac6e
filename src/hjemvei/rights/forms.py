"""Forms of rights."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from hjemvei.core import clock
from hjemvei.persons.models import DestructionGround
from hjemvei.rights.enums import Delivery, Ground, Outcome, RequestForm
from hjemvei.ui.forms import DateField, OnceForm, TextField

NOT_BY_SYSTEM = [(value, label) for value, label in Delivery.choices if value != Delivery.PORTAL]
NOT_BY_STAFF = [(value, label) for value, label in RequestForm.choices if value != RequestForm.PORTAL]


class AskForm(OnceForm):
    form = forms.ChoiceField(label=_("Hvordan kom kravet?"), choices=NOT_BY_STAFF, widget=forms.RadioSelect)
    received_on = DateField(
        label=_("Når?"), latest=clock.today, help_text=_("Fristen for svar er en måned etter denne dagen.")
    )


class WithholdForm(OnceForm):
    ground = forms.ChoiceField(label=_("Grunnlag"), choices=Ground.choices, widget=forms.RadioSelect)
    reason = TextField(
        label=_("Hvorfor?"),
        max_length=300,
        rows=3,
        help_text=_("Personen får lese det. Skriv kort og rolig."),
    )


class DeliverForm(OnceForm):
    how = forms.ChoiceField(
        label=_("Hvordan fikk personen det?"), choices=NOT_BY_SYSTEM, widget=forms.RadioSelect
    )


class ProposeForm(OnceForm):
    outcome = forms.ChoiceField(
        label=_("Hva foreslår du?"), choices=Outcome.choices, widget=forms.RadioSelect
    )
    reason = TextField(label=_("Hvorfor?"), max_length=300, rows=3)


class EraseForm(OnceForm):
    ground = forms.ChoiceField(
        label=_("Hva bygger slettingen på?"), choices=DestructionGround.choices, widget=forms.RadioSelect
    )
    reference = forms.CharField(label=_("Kvitteringens eller vedtakets nummer"), max_length=120)


class ReasonForm(OnceForm):
    reason = TextField(label=_("Hvorfor?"), max_length=300, rows=3)
