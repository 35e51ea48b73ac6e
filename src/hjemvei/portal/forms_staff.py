"""Forms by which staff print the pack, open the device and answer."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from hjemvei.portal.enums import Strength
from hjemvei.ui.forms import Form, OnceForm, TextField


class PackForm(OnceForm):
    language = forms.ChoiceField(label=_("Språket på papiret"), choices=settings.PERSON_LANGUAGES)


class DeviceForm(Form):
    """Not sent twice: the device is opened by it, and the one who sent it is signed out."""

    strength = forms.ChoiceField(
        label=_("Hva skal personen kunne se?"),
        widget=forms.RadioSelect,
        choices=[
            (
                Strength.CODE.value,
                _("Vanlig: neste steg, datoer, bolig, plan, samtykker og hvem som har sett"),
            ),
            (
                Strength.ATTENDED.value,
                _("Alt: også penger, helse, familie og meldinger. Jeg vet hvem personen er."),
            ),
        ],
        initial=Strength.CODE.value,
    )
    how = forms.CharField(
        label=_("Hvordan vet du hvem personen er?"),
        max_length=200,
        required=False,
        help_text=_("Fylles ut når personen skal se alt. Legitimasjon, eller at du kjenner personen."),
    )
    language = forms.ChoiceField(label=_("Språket på siden"), choices=settings.PERSON_LANGUAGES)


class AnswerForm(OnceForm):
    body = TextField(label=_("Svar til personen"), max_length=2000, rows=4)
