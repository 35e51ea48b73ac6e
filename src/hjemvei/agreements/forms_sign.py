"""Forms of signing, anchoring and summaries."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hjemvei.agreements.actions.record_anchoring import Approval, Participation
from hjemvei.agreements.actions.sign_version import Signatory
from hjemvei.agreements.models import AgreementParty
from hjemvei.agreements.signing_kinds import AnchoringLevel, PrevailingLanguage, SigningWay
from hjemvei.core import clock
from hjemvei.ui.forms import DateField, OnceForm, TextField


class SigningForm(OnceForm):
    """`asked_when` says what only paper needs."""

    asked_when = {"paper_reference": _("når det er undertegnet på papir")}

    party = forms.ChoiceField(label=_("Hvilken part undertegner?"))
    way = forms.ChoiceField(
        label=_("Hvordan?"), choices=SigningWay.choices, widget=forms.RadioSelect, initial=SigningWay.PAPER
    )
    name = forms.CharField(label=_("Navnet på den som undertegner"), max_length=120)
    title = forms.CharField(label=_("Tittel"), max_length=120)
    signed_on = DateField(label=_("Dato for underskriften"), latest=clock.today, initial=clock.today)
    language = forms.ChoiceField(
        label=_("Teksten som gjelder"),
        choices=PrevailingLanguage.choices,
        help_text=_("Den første som undertegner, velger målform."),
    )
    paper_reference = forms.CharField(
        label=_("Hvor det undertegnede arket ligger"),
        max_length=120,
        required=False,
        help_text=_("For eksempel saksnummer og dokumentnummer i arkivet."),
    )

    def __init__(
        self, data: Any = None, *, parties: Sequence[AgreementParty], language: str, **kwargs: Any
    ) -> None:
        super().__init__(data, initial={"language": language}, **kwargs)
        self.parties = {str(row.pk): row for row in parties}
        self.fields["party"].choices = [  # type: ignore[attr-defined]
            (key, row.controller.name) for key, row in self.parties.items()
        ]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("way") == SigningWay.PAPER and not (values.get("paper_reference") or "").strip():
            self.add_error("paper_reference", _("Skriv hvor det undertegnede arket ligger."))
        return values

    def chosen_party(self) -> AgreementParty:
        return self.parties[self.cleaned_data["party"]]

    def signatory(self) -> Signatory:
        values = self.cleaned_data
        names = ("name", "title", "signed_on", "language", "paper_reference")
        return Signatory(way=SigningWay(values["way"]), **{name: values[name] for name in names})


class ApprovalForm(OnceForm):
    level = forms.ChoiceField(label=_("Nivå"), choices=AnchoringLevel.choices)
    body = forms.CharField(label=_("Hvem har godkjent?"), max_length=160)
    decided_on = DateField(label=_("Dato for godkjenningen"), latest=clock.today)
    reference = forms.CharField(label=_("Sak eller dokument"), max_length=120)

    def approval(self) -> Approval:
        names = ("level", "body", "decided_on", "reference")
        return Approval(**{name: self.cleaned_data[name] for name in names})


class FrontLineForm(OnceForm):
    how = forms.CharField(
        label=_("Hvordan deltok de?"), max_length=200, help_text=_("For eksempel arbeidsmøter eller høring.")
    )
    held_on = DateField(label=_("Når?"), latest=clock.today)
    staff_count = forms.IntegerField(label=_("Hvor mange ansatte?"), min_value=1, max_value=5000)

    def participation(self) -> Participation:
        names = ("how", "held_on", "staff_count")
        return Participation(**{name: self.cleaned_data[name] for name in names})


class SummaryForm(OnceForm):
    title = forms.CharField(label=_("Overskrift"), max_length=200)
    body = TextField(
        label=_("Tekst"),
        max_length=4000,
        rows=14,
        help_text=_("En tom linje skiller avsnitt. Skriv - foran punkter."),
    )
    is_machine_made = forms.BooleanField(label=_("Dette er oversatt av en maskin"), required=False)


class CheckForm(OnceForm):
    role = forms.CharField(
        label=_("Hvem har kontrollert teksten?"),
        max_length=120,
        help_text=_("Rollen, for eksempel: autorisert translatør. Ikke navn."),
    )
