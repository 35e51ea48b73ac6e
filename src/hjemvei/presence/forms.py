"""Forms of rosters, contacts, visiting days and visits."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from hjemvei.accounts.models import User
from hjemvei.agreements.enums import RoleCode
from hjemvei.agreements.words import ROLE
from hjemvei.core import clock
from hjemvei.parties.enums import Weekday
from hjemvei.parties.models import Unit
from hjemvei.presence.actions.save_pattern import PatternValues
from hjemvei.presence.actions.save_shift import ShiftValues
from hjemvei.presence.actions.save_visit_day import DayValues
from hjemvei.presence.choices import ShiftKind
from hjemvei.presence.models import VisitDay
from hjemvei.presence.rules import OSLO, Stretch
from hjemvei.ui import formats
from hjemvei.ui.forms import DateField, OnceForm, TextField

TIMES = {"type": "time"}


def _weeks() -> list[tuple[str, str]]:
    return [("1", now_("hver uke")), *[(str(n), now_("hver %(n)s. uke") % {"n": n}) for n in range(2, 13)]]


def _time(label: Any, *, required: bool = True, help_text: Any = "") -> forms.TimeField:
    widget = forms.TimeInput(attrs=TIMES, format="%H:%M")
    return forms.TimeField(label=label, widget=widget, required=required, help_text=help_text)


def _name(user: User) -> str:
    return user.name


class _OfStaff(OnceForm):
    """A form that chooses among the unit's staff."""

    def people(self, staff: Sequence[User], *names: str) -> None:
        for name in names:
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = User.objects.filter(pk__in=[user.pk for user in staff]).order_by("name", "pk")
            field.label_from_instance = _name  # type: ignore[assignment,method-assign]


class PatternForm(_OfStaff):
    user = forms.ModelChoiceField(User.objects.none(), label=_("Hvem"))
    weekdays = forms.MultipleChoiceField(
        label=_("Dager"), choices=Weekday.choices, widget=forms.CheckboxSelectMultiple
    )
    begins = _time(_("Fra"))
    ends = _time(_("Til"), help_text=_("Er klokkeslettet tidligere enn «Fra», går vakten over midnatt."))
    every_weeks = forms.ChoiceField(label=_("Hvor ofte"), choices=_weeks)
    starts_on = DateField(label=_("Gjelder fra"), initial=clock.today)

    def __init__(self, *args: Any, staff: Sequence[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people(staff, "user")

    def values(self) -> PatternValues:
        found = self.cleaned_data
        return PatternValues(
            weekdays=tuple(found["weekdays"]),
            begins=found["begins"],
            ends=found["ends"],
            every_weeks=int(found["every_weeks"]),
            starts_on=found["starts_on"],
        )


class ShiftForm(_OfStaff):
    user = forms.ModelChoiceField(User.objects.none(), label=_("Hvem"))
    kind = forms.ChoiceField(
        label=_("Vakt eller fri"),
        choices=ShiftKind.choices,
        initial=ShiftKind.ON,
        widget=forms.RadioSelect,
        help_text=_("Fri gjelder foran den faste vakten."),
    )
    on = DateField(label=_("Dag"), earliest=clock.today)
    begins = _time(_("Fra"))
    ends = _time(_("Til"), help_text=_("Er klokkeslettet tidligere enn «Fra», går vakten over midnatt."))

    def __init__(self, *args: Any, staff: Sequence[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people(staff, "user")

    def values(self) -> ShiftValues:
        found = self.cleaned_data
        names = ("on", "begins", "ends")
        return ShiftValues(kind=ShiftKind(found["kind"]), **{name: found[name] for name in names})


class RosterForm(OnceForm):
    text = TextField(
        label=_("Vaktlisten"),
        max_length=120_000,
        rows=10,
        help_text=_(
            "Lim inn fra regnearket: e-post, dato, fra, til. Skriv «fri» i en femte kolonne for en fridag."
        ),
    )


class DutyForm(_OfStaff):
    topic = forms.CharField(label=_("Kontakt for hva?"), max_length=120)
    user = forms.ModelChoiceField(User.objects.none(), label=_("Hvem"))
    deputy = forms.ModelChoiceField(
        User.objects.none(), label=_("Stedfortreder"), required=False, empty_label=_("Ingen")
    )
    towards = forms.ModelChoiceField(
        Unit.objects.none(), label=_("Overfor hvem?"), required=False, empty_label=_("Alle")
    )

    def __init__(self, *args: Any, staff: Sequence[User], others: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people(staff, "user", "deputy")
        self.fields["towards"].queryset = others  # type: ignore[attr-defined]


class AdditionForm(OnceForm):
    agreement = forms.ChoiceField(label=_("Avtale"), choices=())
    role = forms.ChoiceField(label=_("Rolle"), choices=())
    text = TextField(
        label=_("Hva legger dere til?"),
        max_length=600,
        rows=4,
        required=False,
        help_text=_("Står under beskrivelsen av rollen. Tomt felt tar det bort."),
    )

    def __init__(self, *args: Any, agreements: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agreement"].choices = list(agreements)  # type: ignore[attr-defined]
        named = [(code.value, capfirst(str(label))) for code, label in ROLE.items()]
        self.fields["role"].choices = named  # type: ignore[attr-defined]

    def role_code(self) -> RoleCode:
        return RoleCode(self.cleaned_data["role"])


class VisitDayForm(_OfStaff):
    prison = forms.ModelChoiceField(Unit.objects.none(), label=_("Fengsel"))
    user = forms.ModelChoiceField(
        User.objects.none(), label=_("Hvem kommer?"), required=False, empty_label=_("Den som har vakt")
    )
    topic = forms.CharField(label=_("Hva kan man snakke om?"), max_length=120)
    place = forms.CharField(label=_("Hvor i fengselet?"), max_length=120, required=False)
    weekday = forms.ChoiceField(label=_("Ukedag"), choices=Weekday.choices)
    begins = _time(_("Fra"))
    ends = _time(_("Til"))
    slot_minutes = forms.IntegerField(label=_("Minutter til hver"), min_value=10, max_value=240, initial=30)
    every_weeks = forms.ChoiceField(label=_("Hvor ofte"), choices=_weeks)
    starts_on = DateField(label=_("Gjelder fra"), initial=clock.today)

    def __init__(self, *args: Any, staff: Sequence[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people(staff, "user")
        prisons = Unit.objects.prisons().in_force(clock.today()).order_by("name", "pk")
        self.fields["prison"].queryset = prisons  # type: ignore[attr-defined]

    def values(self) -> DayValues:
        found = {name: value for name, value in self.cleaned_data.items() if name != "once"}
        return DayValues(**{**found, "every_weeks": int(found["every_weeks"])})


class EndDayForm(OnceForm):
    last_day = DateField(label=_("Siste dag"))


class ChangeDayForm(OnceForm):
    on = DateField(label=_("Hvilken dag"), earliest=clock.today)
    begins = _time(_("Fra"), required=False, help_text=_("La begge stå tomme for å avlyse dagen."))
    ends = _time(_("Til"), required=False)
    reason = forms.CharField(label=_("Hvorfor?"), max_length=200, help_text=_("Skriv ikke navn her."))


class BookForm(OnceForm):
    slot = forms.ChoiceField(label=_("Tid"), choices=())
    about = TextField(label=_("Hva vil personen snakke om?"), max_length=600, rows=3, required=False)

    def __init__(self, *args: Any, free: Sequence[tuple[VisitDay, Stretch]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = {f"{day.key}.{int(slot.starts_at.timestamp())}": (day, slot) for day, slot in free}
        self.fields["slot"].choices = [  # type: ignore[attr-defined]
            (key, slot_label(day, slot)) for key, (day, slot) in self.known.items()
        ]

    def chosen(self) -> tuple[VisitDay, dt.datetime]:
        day, slot = self.known[self.cleaned_data["slot"]]
        return day, slot.starts_at


class MoveForm(BookForm):
    reason = TextField(label=_("Hvorfor flyttes det?"), max_length=400, rows=2)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["about"]


class CloseForm(OnceForm):
    verb = forms.ChoiceField(
        label=_("Hvordan gikk det?"),
        choices=[
            ("finish", _("Gjennomført")),
            ("miss", _("Ble ikke noe av")),
            ("cancel", _("Avlyst på forhånd")),
        ],
        widget=forms.RadioSelect,
    )
    reason = TextField(label=_("Hvorfor ble det ikke noe av?"), max_length=400, rows=2, required=False)


def slot_label(day: VisitDay, slot: Stretch) -> str:
    """«fredag 27. november 10.15, Boligkontoret: bolig»."""
    local = slot.starts_at.astimezone(OSLO)
    return f"{formats.long_date(local.date())} {formats.time(local.time())}, {day.unit.name}: {day.topic}"
