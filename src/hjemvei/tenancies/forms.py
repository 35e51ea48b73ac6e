"""Forms of lease, security, first night, follow-up and readiness."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hjemvei.accounts.actor import Actor
from hjemvei.cases.enums import Answer
from hjemvei.core import clock
from hjemvei.sharing.queries import Participant
from hjemvei.tenancies.actions.issue_guarantee import Security
from hjemvei.tenancies.actions.record_first_night import Night
from hjemvei.tenancies.actions.report_follow_up import Report
from hjemvei.tenancies.actions.sign_lease import Terms
from hjemvei.tenancies.choices import ContactOutcome, NightPlace, SecurityKind
from hjemvei.tenancies.readiness import ITEMS
from hjemvei.ui.forms import DateField, OnceForm, TextField

HOUSED = {"yes": True, "no": False, "unknown": None}
THREE = [("yes", _("Ja")), ("no", _("Nei")), ("unknown", _("Vet ikke"))]
FOLLOW_UP_KINDS = {"follow_up", "social_service", "provider", "city_district", "housing_office", "health"}
ROUNDS = [
    ("readiness_14", _("14 dager før")),
    ("readiness_3", _("3 dager før")),
    ("readiness_pack", _("Pakke for løslatelse på kort varsel")),
]


class LeaseForm(OnceForm):
    rent = forms.IntegerField(label=_("Husleie i måneden, hele kroner"), min_value=0, max_value=200_000)
    signed_on = DateField(label=_("Signert"), latest=clock.today)
    starts_on = DateField(label=_("Leien starter"))
    ends_before = DateField(
        label=_("Leien slutter"),
        required=False,
        help_text=_("La stå tomt når kontrakten ikke er tidsbestemt."),
    )

    def terms(self) -> Terms:
        names = ("rent", "signed_on", "starts_on", "ends_before")
        return Terms(**{name: self.cleaned_data[name] for name in names})


class EndForm(OnceForm):
    ends_before = DateField(
        label=_("Siste dag er dagen før"),
        required=False,
        help_text=_("La stå tomt for å oppheve en kontrakt der nøklene ikke er utlevert."),
    )
    reason = TextField(label=_("Hvorfor"), max_length=200, rows=2)


class ConfirmForm(OnceForm):
    """Nothing to fill in; carries the key against double submits."""


class SecurityForm(OnceForm):
    kind = forms.ChoiceField(label=_("Type"), choices=SecurityKind.choices, widget=forms.RadioSelect)
    amount = forms.IntegerField(label=_("Beløp, hele kroner"), min_value=1, max_value=1_200_000)
    issued_on = DateField(label=_("Gitt"), latest=clock.today)

    def security(self) -> Security:
        values = self.cleaned_data
        return Security(
            kind=SecurityKind(values["kind"]), amount=values["amount"], issued_on=values["issued_on"]
        )


class NightForm(OnceForm):
    place = forms.ChoiceField(
        label=_("Hvor sov personen?"), choices=NightPlace.choices, widget=forms.RadioSelect
    )
    night_of = DateField(label=_("Natten etter"), latest=clock.today)
    source = forms.CharField(label=_("Hvor er det fra?"), max_length=120, initial=_("Samtale med personen"))
    detail = TextField(label=_("Utdyping"), max_length=300, rows=2, required=False)

    def night(self) -> Night:
        values = self.cleaned_data
        return Night(
            place=NightPlace(values["place"]),
            night_of=values["night_of"],
            source=values["source"],
            detail=values["detail"],
        )


class PlanForm(OnceForm):
    to_unit = forms.TypedChoiceField(label=_("Hvem følger opp?"), choices=(), coerce=int)
    released_on = DateField(label=_("Løslatelsesdag"))
    person_agreed = forms.BooleanField(
        label=_("Personen har sagt ja til oppfølging"),
        required=False,
        help_text=_("Oppfølging er frivillig. Uten et ja planlegges kontaktene, men ingen går på besøk."),
    )

    def __init__(self, *args: Any, parts: Iterable[Participant], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["to_unit"]
        assert isinstance(field, forms.ChoiceField)
        found = [part for part in parts if part.kind in FOLLOW_UP_KINDS]
        found.sort(key=lambda part: part.kind != "follow_up")
        field.choices = [(part.unit_id, part.unit_name) for part in found]


class AgreeForm(OnceForm):
    answer = forms.ChoiceField(
        label=_("Ønsker personen oppfølging?"),
        choices=[("yes", _("Ja")), ("no", _("Nei, ikke nå"))],
        widget=forms.RadioSelect,
    )


class ReportForm(OnceForm):
    outcome = forms.ChoiceField(
        label=_("Hvordan gikk det?"), choices=ContactOutcome.choices, widget=forms.RadioSelect
    )
    happened_on = DateField(label=_("Dato"), latest=clock.today)
    still_housed = forms.ChoiceField(
        label=_("Bor personen fortsatt i boligen?"),
        choices=THREE,
        widget=forms.RadioSelect,
        initial="unknown",
    )
    went_well = TextField(
        label=_("Dette gikk bra"),
        max_length=300,
        rows=2,
        required=False,
        help_text=_("Små seire teller, også de helt små."),
    )
    note = TextField(label=_("Annet som er avtalt"), max_length=600, rows=3, required=False)

    def report(self) -> Report:
        values = self.cleaned_data
        return Report(
            outcome=ContactOutcome(values["outcome"]),
            happened_on=values["happened_on"],
            still_housed=HOUSED[values["still_housed"]],
            note=values["note"],
            went_well=values["went_well"],
        )


class ReadinessForm(OnceForm):
    task = forms.ChoiceField(label=_("Hvilken gjennomgang?"), choices=ROUNDS)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.codes = [item.code for item in ITEMS if actor.may_read(item.info_class)]
        for item in ITEMS:
            if item.code in self.codes:
                self.fields[item.code] = forms.ChoiceField(
                    label=item.label, choices=THREE, widget=forms.RadioSelect, initial="unknown"
                )

    def answers(self) -> dict[str, Answer]:
        return {code: Answer(self.cleaned_data[code]) for code in self.codes}
