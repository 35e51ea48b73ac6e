"""Forms of deviations."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hjemvei.core import clock
from hjemvei.deviations.actions.report_deviation import Slip
from hjemvei.deviations.choices import Cause, DeviationKind
from hjemvei.sharing.queries import Participant
from hjemvei.ui.forms import DateField, OnceForm, TextField


class ReportForm(OnceForm):
    kind = forms.ChoiceField(label=_("Hva skjedde?"), choices=DeviationKind.choices, widget=forms.RadioSelect)
    happened_on = DateField(label=_("Når?"), latest=clock.today)
    to_unit = forms.TypedChoiceField(label=_("Hvem kan rette det?"), choices=(), coerce=int)
    note = TextField(
        label=_("Kort om det"),
        max_length=600,
        rows=3,
        required=False,
        help_text=_("Skriv om rutinen, ikke om personen."),
    )

    def __init__(self, *args: Any, parts: Iterable[Participant], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["to_unit"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(part.unit_id, part.unit_name) for part in parts]

    def slip(self) -> Slip:
        values = self.cleaned_data
        return Slip(
            kind=DeviationKind(values["kind"]),
            happened_on=values["happened_on"],
            to_unit_id=values["to_unit"],
            note=values["note"],
        )


class CloseForm(OnceForm):
    cause = forms.ChoiceField(label=_("Årsak"), choices=Cause.choices, widget=forms.RadioSelect)
    measure = TextField(label=_("Hva gjøres for at det ikke skal skje igjen?"), max_length=600, rows=3)
