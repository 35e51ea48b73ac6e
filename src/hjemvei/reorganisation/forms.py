"""Forms of a reorganisation."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hjemvei.accounts.models import User
from hjemvei.core import clock
from hjemvei.parties.models import Unit
from hjemvei.reorganisation.choices import ReorganisationKind
from hjemvei.ui.forms import DateField, OnceForm


def _name(user: User) -> str:
    return user.name


class PlanForm(OnceForm):
    kind = forms.ChoiceField(
        label=_("Hva skjer med enheten?"), choices=ReorganisationKind.choices, widget=forms.RadioSelect
    )
    to_unit = forms.ModelChoiceField(
        Unit.objects.none(), label=_("Enheten som tar over"), required=False, empty_label=_("Ingen")
    )
    happens_on = DateField(label=_("Første dag i den nye ordningen"), initial=clock.today)
    reason = forms.CharField(
        label=_("Hvorfor?"), max_length=300, help_text=_("Alle ansatte kan lese det. Skriv ikke navn her.")
    )

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to_unit"].queryset = units  # type: ignore[attr-defined]


class CarryOutForm(OnceForm):
    """For a split: who goes along. Their cases follow them."""

    users = forms.ModelMultipleChoiceField(
        User.objects.none(),
        label=_("Hvem går til den andre enheten?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, staff: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if staff is None:
            del self.fields["users"]
            return
        field = self.fields["users"]
        field.queryset = staff  # type: ignore[attr-defined]
        field.label_from_instance = _name  # type: ignore[attr-defined]

    def chosen(self) -> list[int]:
        return [user.pk for user in self.cleaned_data.get("users", ())]
