"""Forms of the plan."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hjemvei.core import clock
from hjemvei.plans.actions.add_measure import Promise
from hjemvei.sharing.queries import Participant
from hjemvei.ui.forms import DateField, OnceForm, TextField


class PlanForm(OnceForm):
    own_words = TextField(
        label=_("Hva vil personen selv?"),
        max_length=4000,
        rows=5,
        required=False,
        help_text=_("Med personens egne ord."),
    )
    review_on = DateField(label=_("Se på planen igjen"), required=False, earliest=clock.today)


class GoalForm(OnceForm):
    text = TextField(label=_("Mål"), max_length=400, rows=2)
    in_own_words = forms.BooleanField(label=_("Dette er personens egne ord"), required=False, initial=True)


class MeasureForm(OnceForm):
    text = TextField(label=_("Hva skal gjøres?"), max_length=400, rows=2)
    who = forms.ChoiceField(
        label=_("Hvem gjør det?"),
        choices=(),
        help_text=_("Andre kan først stå her når personen har samtykket til at de kobles inn."),
    )
    due_on = DateField(label=_("Innen"), required=False)

    def __init__(self, *args: Any, parts: Iterable[Participant], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["who"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("0", _("Personen selv")), *((str(p.unit_id), p.unit_name) for p in parts)]

    def promise(self) -> Promise:
        values = self.cleaned_data
        return Promise(text=values["text"], to_unit_id=int(values["who"]) or None, due_on=values["due_on"])


class MoveForm(OnceForm):
    verb = forms.ChoiceField(
        label=_("Hvordan går det?"),
        choices=[("start", _("I gang")), ("finish", _("Gjort")), ("drop", _("Ikke aktuelt lenger"))],
        widget=forms.RadioSelect,
    )


class ConfirmForm(OnceForm):
    """Nothing to fill in; carries the key against double submits."""
