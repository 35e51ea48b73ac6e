"""Forms of application, decision and offer."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hjemvei.allocation.actions.decide_application import Decided
from hjemvei.allocation.actions.file_application import Request
from hjemvei.core import clock
from hjemvei.homes.choices import DwellingKind
from hjemvei.homes.models import Dwelling
from hjemvei.sharing.queries import Participant
from hjemvei.ui.formats import number
from hjemvei.ui.forms import DateField, OnceForm, TextField

GRANTS = {"housing_office", "social_service", "city_district", "coordination"}


class ApplicationForm(OnceForm):
    to_unit = forms.TypedChoiceField(label=_("Søknaden går til"), choices=(), coerce=int)
    received_on = DateField(label=_("Personen ba om bolig"), latest=clock.today)
    household_size = forms.IntegerField(
        label=_("Hvor mange skal bo der?"), min_value=1, max_value=12, initial=1
    )
    wanted_kind = forms.ChoiceField(
        label=_("Hva slags bolig ønskes?"),
        choices=[("", _("Vet ikke")), *DwellingKind.choices],
        required=False,
    )
    wishes = TextField(label=_("Ønsker, med personens egne ord"), max_length=600, rows=3, required=False)

    def __init__(self, *args: Any, parts: Iterable[Participant], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["to_unit"]
        assert isinstance(field, forms.ChoiceField)
        found = [part for part in parts if part.kind in GRANTS]
        found.sort(key=lambda part: part.kind != "housing_office")
        field.choices = [(part.unit_id, part.unit_name) for part in found]

    def asked(self) -> Request:
        values = self.cleaned_data
        return Request(
            to_unit_id=values["to_unit"],
            received_on=values["received_on"],
            household_size=values["household_size"],
            wanted_kind=values["wanted_kind"],
            wishes=values["wishes"],
        )


class DecisionForm(OnceForm):
    outcome = forms.ChoiceField(
        label=_("Vedtak"),
        choices=[("grant", _("Innvilget")), ("refuse", _("Avslag"))],
        widget=forms.RadioSelect,
    )
    reasons = TextField(label=_("Begrunnelse"), max_length=1000, rows=4)
    help_given = TextField(
        label=_("Hjelpen som gis"),
        max_length=600,
        rows=3,
        help_text=_("Hovedinnholdet i vedtaket. Skriv også hvilken annen hjelp som gis ved avslag."),
    )
    decided_on = DateField(label=_("Vedtaksdato"), latest=clock.today)

    def decided(self) -> Decided:
        values = self.cleaned_data
        return Decided(
            is_granted=values["outcome"] == "grant",
            reasons=values["reasons"],
            help_given=values["help_given"],
            decided_on=values["decided_on"],
        )


class OfferForm(OnceForm):
    dwelling = forms.ChoiceField(
        label=_("Bolig"), choices=(), error_messages={"invalid_choice": _("Boligen er ikke ledig.")}
    )
    available_from = DateField(label=_("Kan flytte inn fra"))
    answer_by = DateField(label=_("Svar innen"), earliest=clock.today)

    def __init__(self, *args: Any, free: Iterable[Dwelling], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.free = {home.key: home for home in free}
        field = self.fields["dwelling"]
        assert isinstance(field, forms.ChoiceField)
        text = _("%(name)s: %(rooms)s rom, %(rent)s kr")
        field.choices = [
            (key, text % {"name": home.name, "rooms": home.rooms, "rent": number(home.rent)})
            for key, home in self.free.items()
        ]


class AnswerForm(OnceForm):
    answer = forms.ChoiceField(
        label=_("Hva svarte personen?"),
        choices=[("yes", _("Ja takk")), ("no", _("Nei takk"))],
        widget=forms.RadioSelect,
    )
    reason = TextField(
        label=_("Grunn"),
        max_length=300,
        rows=2,
        required=False,
        help_text=_("Trengs ved nei. Et nei koster ikke personen noe, og søknaden gjelder fortsatt."),
    )


class ReasonForm(OnceForm):
    reason = TextField(label=_("Grunn"), max_length=300, rows=2)


class ConfirmForm(OnceForm):
    """Nothing to fill in; carries the key against double submits."""
