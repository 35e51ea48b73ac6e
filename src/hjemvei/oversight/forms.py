"""Forms of the privacy officer."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hjemvei.core import clock
from hjemvei.oversight.choices import Pattern
from hjemvei.oversight.queries import Period
from hjemvei.oversight.states import FINDING, VERBS, FindingState
from hjemvei.ui.forms import DateField, OnceForm, TextField

USUAL = dt.timedelta(days=30)
LONGEST = dt.timedelta(days=92)
DAY = dt.timedelta(days=1)


class PeriodForm(forms.Form):
    fra = DateField(label=_("Fra og med"), required=False)
    til = DateField(label=_("Til og med"), required=False)
    funn = forms.ChoiceField(
        label=_("Med funn"), required=False, choices=[("", _("Alle ansatte")), *Pattern.choices]
    )

    def period(self) -> Period:
        """The last month where nothing else is asked, at most a quarter; the end wins over the start."""
        values = getattr(self, "cleaned_data", {})
        before = (values.get("til") or clock.today()) + DAY
        first = values.get("fra") or before - USUAL
        return Period(first=min(max(first, before - LONGEST), before - DAY), before=before)

    @property
    def pattern(self) -> str:
        return str(getattr(self, "cleaned_data", {}).get("funn") or "")


class FollowUpForm(OnceForm):
    state = forms.ChoiceField(label=_("Hva kom du fram til?"), choices=(), widget=forms.RadioSelect)
    note = TextField(
        label=_("Kort om det"),
        max_length=600,
        rows=3,
        required=False,
        help_text=_("Skriv om ærendet den ansatte hadde, ikke om personen i saken."),
    )

    def __init__(self, *args: Any, now: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["state"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            (state.value, state.label) for state, verb in VERBS.items() if FINDING.can(now, verb)
        ]

    def state_chosen(self) -> FindingState:
        return FindingState(self.cleaned_data["state"])
