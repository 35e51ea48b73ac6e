"""Forms of deviations."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from hjemvei.accounts.models import User
from hjemvei.agreements.models import Agreement
from hjemvei.core import clock
from hjemvei.deviations.actions.close_deviation import Closing
from hjemvei.deviations.actions.plan_deviation import Plan
from hjemvei.deviations.actions.report_deviation import Slip
from hjemvei.deviations.choices import GOOD, SLIPS, WHY_WELL, Cause, DeviationKind, Effect
from hjemvei.sharing.queries import Participant
from hjemvei.ui.forms import DateField, Form, OnceForm, TextField

Choices = Sequence[tuple[str, Any]]
NOBODY_YET: Choices = [("", _("Ikke avklart ennå"))]
ALL: Choices = [("", _("Alle"))]


class ReportForm(OnceForm):
    """What slipped, or with `well` what went well and why: the same questions."""

    kind = forms.ChoiceField(label=_("Hva skjedde?"), choices=SLIPS, widget=forms.RadioSelect)
    happened_on = DateField(label=_("Når?"), latest=clock.today)
    to_unit = forms.TypedChoiceField(label=_("Hvem kan rette det?"), choices=(), coerce=int)
    cause = forms.ChoiceField(label=_("Årsak"), choices=(), required=False)
    cause_note = TextField(
        label=_("Årsaken med egne ord"),
        max_length=300,
        rows=2,
        required=False,
        help_text=_("Må fylles ut når årsaken er «annet»."),
    )
    note = TextField(
        label=_("Kort om det"),
        max_length=600,
        rows=3,
        required=False,
        help_text=_("Skriv om rutinen, ikke om personen."),
    )

    def __init__(self, *args: Any, parts: Iterable[Participant], well: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "to_unit", [(part.unit_id, part.unit_name) for part in parts])
        _choose(self, "cause", [*NOBODY_YET, *(WHY_WELL if well else Cause.choices)])
        if well:
            _choose(self, "kind", GOOD)
            self.fields["kind"].label = _("Hva gikk bra?")
            self.fields["to_unit"].label = _("Hvem fikk det til?")
            self.fields["cause"].label = _("Hva var grunnen?")

    def slip(self) -> Slip:
        values = self.cleaned_data
        return Slip(
            kind=DeviationKind(values["kind"]),
            happened_on=values["happened_on"],
            to_unit_id=values["to_unit"],
            cause=Cause(values["cause"]) if values["cause"] else None,
            cause_note=values["cause_note"],
            note=values["note"],
        )


class QuickForm(Form):
    """What a button sends: kind and cause."""

    kind = forms.ChoiceField(choices=DeviationKind.choices)
    cause = forms.ChoiceField(choices=[("", ""), *Cause.choices], required=False)


class PlanForm(OnceForm):
    measure = TextField(label=_("Hva skal gjøres?"), max_length=600, rows=3)
    to_user = forms.TypedChoiceField(label=_("Hvem gjør det?"), choices=(), coerce=int)
    due_on = DateField(label=_("Innen når?"))

    def __init__(self, *args: Any, users: Collection[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = User.objects.filter(pk__in=users).order_by("name", "id")
        _choose(self, "to_user", [*rows.values_list("pk", "name")])

    def plan(self) -> Plan:
        values = self.cleaned_data
        return Plan(to_user_id=values["to_user"], measure=values["measure"], due_on=values["due_on"])


class DoneForm(OnceForm):
    follow_up_on = DateField(
        label=_("Når ser dere om det hjalp?"),
        help_text=_("Da kommer avviket tilbake til den som følger opp."),
    )


class CloseForm(OnceForm):
    cause = forms.ChoiceField(label=_("Årsak"), choices=Cause.choices, widget=forms.RadioSelect)
    cause_note = TextField(
        label=_("Årsaken med egne ord"),
        max_length=300,
        rows=2,
        required=False,
        help_text=_("Må fylles ut når årsaken er «annet»."),
    )
    measure = TextField(label=_("Hva gjøres for at det ikke skal skje igjen?"), max_length=600, rows=3)
    effect = forms.ChoiceField(
        label=_("Virket det?"),
        choices=Effect.choices,
        widget=forms.RadioSelect,
        initial=Effect.UNKNOWN,
        required=False,
    )

    def closing(self) -> Closing:
        values = self.cleaned_data
        return Closing(
            cause=Cause(values["cause"]),
            cause_note=values["cause_note"],
            measure=values["measure"],
            effect=Effect(values["effect"] or Effect.UNKNOWN),
        )


class SummaryForm(OnceForm):
    agreement = forms.ModelChoiceField(
        label=_("Hvilken avtale?"), queryset=Agreement.objects.none(), empty_label=None
    )
    text = TextField(
        label=_("Hva skal utvalget lese?"),
        max_length=600,
        rows=4,
        help_text=_(
            "Uten navn, steder og dager. Medlemmene kan kjenne saken. En kollega leser før det sendes."
        ),
    )

    def __init__(self, *args: Any, agreements: QuerySet[Agreement], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["agreement"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = agreements


class FilterForm(Form):
    vis = forms.CharField(widget=forms.HiddenInput, required=False, max_length=10)
    kind = forms.ChoiceField(label=_("Hva"), choices=(), required=False)
    cause = forms.ChoiceField(label=_("Årsak"), choices=(), required=False)

    def __init__(self, *args: Any, well: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "kind", [*ALL, *(GOOD if well else SLIPS)])
        _choose(self, "cause", [*ALL, *(WHY_WELL if well else Cause.choices)])


def _choose(form: forms.Form, name: str, choices: Sequence[tuple[Any, Any]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = list(choices)
