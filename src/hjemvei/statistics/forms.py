"""Forms of coverage and target numbers."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hjemvei.statistics.choices import Kind, Measure, Side, Way
from hjemvei.statistics.drafts import Aim, TargetDraft
from hjemvei.ui.forms import Form, OnceForm

ALL = ("", _("Alle fylker"))


class CountyFilter(Form):
    fylke = forms.ChoiceField(label=_("Fylke"), required=False)

    def __init__(self, *args: Any, counties: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["fylke"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [ALL, *counties]


class TargetForm(OnceForm):
    code = forms.ChoiceField(label=_("Hva skal telles?"), choices=Measure.choices, widget=forms.RadioSelect)
    name = forms.CharField(
        label=_("Navn på eget måltall"), max_length=120, required=False,
        help_text=_("Bare for egne måltall. For eksempel: Begjæringer om utkastelse."),
    )  # fmt: skip
    kind = forms.ChoiceField(label=_("Enhet"), choices=Kind.choices, required=False)
    way = forms.ChoiceField(label=_("Retning"), choices=Way.choices, required=False)
    side = forms.ChoiceField(label=_("Hvem sitt resultat?"), choices=Side.choices, required=False)

    def wanted(self) -> TargetDraft:
        values = self.cleaned_data
        return TargetDraft(
            code=Measure(values["code"]),
            name=values["name"],
            kind=Kind(values["kind"] or Kind.TIMES),
            way=Way(values["way"] or Way.UP),
            side=Side(values["side"] or Side.BOTH),
        )


class YearForm(OnceForm):
    year = forms.TypedChoiceField(label=_("År"), coerce=int, choices=())

    def __init__(self, *args: Any, years: Sequence[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["year"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [(year, str(year)) for year in years]


class AimForm(YearForm):
    goal = forms.DecimalField(
        label=_("Mål"), min_value=Decimal(0), max_value=Decimal(99_999), decimal_places=1
    )
    baseline = forms.DecimalField(
        label=_("Utgangspunkt"), min_value=Decimal(0), max_value=Decimal(99_999), decimal_places=1,
        required=False, help_text=_("Hva det var før dere begynte."),
    )  # fmt: skip
    note = forms.CharField(label=_("Merknad"), max_length=300, required=False)

    def aim(self) -> Aim:
        values = self.cleaned_data
        return Aim(year=values["year"], goal=values["goal"], baseline=values["baseline"], note=values["note"])


class ActualForm(YearForm):
    value = forms.DecimalField(
        label=_("Resultat"), min_value=Decimal(0), max_value=Decimal(99_999), decimal_places=1,
        help_text=_("Er det færre enn fem personer, skriv ikke tallet her."),
    )  # fmt: skip
    note = forms.CharField(
        label=_("Hvor kommer tallet fra?"), max_length=300, help_text=_("Ingen personopplysninger.")
    )


class RecountForm(YearForm):
    note = forms.CharField(
        label=_("Hvorfor telles året på nytt?"), max_length=300,
        help_text=_("Står offentlig ved tallet. Det gamle tallet blir stående i historikken."),
    )  # fmt: skip
