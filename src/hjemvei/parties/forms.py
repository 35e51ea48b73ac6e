"""Forms of the organisation pages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hjemvei.core import clock
from hjemvei.parties.enums import PUBLIC_KINDS, FactKind, Weekday
from hjemvei.parties.models import ContactPoint, Controller, Unit
from hjemvei.parties.rules import Hours
from hjemvei.ui.forms import DateField, Form

GROUPS = [
    ("", _("Alle enheter")),
    ("prisons", _("Fengsler og friomsorg")),
    ("municipal", _("Kommunale enheter")),
    ("others", _("Andre")),
]


class UnitFilter(Form):
    q = forms.CharField(label=_("Navn eller kommune"), required=False, max_length=80)
    group = forms.ChoiceField(label=_("Hva slags enhet"), required=False, choices=GROUPS)


class ServiceFilter(Form):
    """`places`: number and name of the municipalities that have anything to show."""

    kommune = forms.ChoiceField(label=_("Kommune"), required=False)
    q = forms.CharField(label=_("Hva trengs?"), required=False, max_length=80)

    def __init__(self, *args: Any, places: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kommune"].choices = [("", _("Alle kommuner")), *places]  # type: ignore[attr-defined]


class ContactForm(Form):
    purpose = forms.CharField(
        label=_("Hva kan man ta kontakt om?"),
        max_length=120,
        help_text=_("For eksempel: bolig etter løslatelse."),
    )
    phone = forms.CharField(label=_("Telefon"), max_length=20, required=False)
    email = forms.EmailField(label=_("E-post"), required=False)
    note = forms.CharField(label=_("Godt å vite"), max_length=200, required=False)
    deputy = forms.ModelChoiceField(
        ContactPoint.objects.none(),
        label=_("Hvem svarer når ingen er her?"),
        required=False,
        empty_label=_("Ingen"),
    )
    is_on_call = forms.BooleanField(label=_("Vakttelefon utenom åpningstid"), required=False)

    def __init__(self, *args: Any, deputies: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["deputy"].queryset = deputies  # type: ignore[attr-defined]
        self.fields["deputy"].label_from_instance = (  # type: ignore[attr-defined]
            lambda point: f"{point.purpose}, {point.unit.name}"
        )


class HoursForm(Form):
    """One opening a weekday; an empty line is a closed day."""

    def __init__(self, *args: Any, hours: list[Hours], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = {row.weekday: row for row in reversed(hours)}
        for day in Weekday:
            row = known.get(int(day.value))
            for part, label in (("opens", _("%(day)s, åpner")), ("closes", _("%(day)s, stenger"))):
                initial = getattr(row, f"{part}_at") if row else None
                self.fields[f"{part}_{day.value}"] = forms.TimeField(
                    label=str(label) % {"day": str(day.label).capitalize()},
                    required=False,
                    initial=initial,
                    widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
                )

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        for day in Weekday.values:
            opens, closes = values.get(f"opens_{day}"), values.get(f"closes_{day}")
            if bool(opens) != bool(closes) and not self.errors:
                missing = "closes" if opens else "opens"
                self.add_error(f"{missing}_{day}", _("Fyll inn både åpningstid og stengetid."))
            if opens and closes and closes <= opens:
                self.add_error(f"closes_{day}", _("Stengetiden må være etter åpningstiden."))
        return values

    def hours(self) -> list[Hours]:
        found = []
        for day in Weekday.values:
            opens: dt.time | None = self.cleaned_data.get(f"opens_{day}")
            closes: dt.time | None = self.cleaned_data.get(f"closes_{day}")
            if opens and closes:
                found.append(Hours(int(day), opens, closes))
        return found


class FactForm(Form):
    kind = forms.ChoiceField(label=_("Opplysning"), choices=FactKind.choices)
    number = forms.IntegerField(label=_("Tall"), required=False, min_value=0)
    text = forms.CharField(label=_("Tekst"), required=False, max_length=400)
    source = forms.CharField(label=_("Hvor vet vi det fra?"), required=False, max_length=200)
    starts_on = DateField(label=_("Gjelder fra"), initial=clock.today)


class ArchiveForm(Form):
    body = forms.ModelChoiceField(
        Controller.objects.none(),
        label=_("Hvilket offentlig organ utfører dere oppgaver for?"),
        help_text=_("Organet svarer for arkivet og tar imot dokumentasjonen når oppdraget er slutt."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bodies = Controller.objects.filter(kind__in=PUBLIC_KINDS).order_by("name", "pk")
        self.fields["body"].queryset = bodies  # type: ignore[attr-defined]


class EndUnitForm(Form):
    last_day = DateField(label=_("Siste dag"))
    successor = forms.ModelChoiceField(
        Unit.objects.none(), label=_("Enheten som tar over"), required=False, empty_label=_("Ingen")
    )

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["successor"].queryset = units  # type: ignore[attr-defined]
