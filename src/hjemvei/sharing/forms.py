"""Forms of consent: a new answer, wider, narrower, withdrawn."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from itertools import groupby
from types import MappingProxyType
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from hjemvei.accounts.enums import InfoClass
from hjemvei.core import clock
from hjemvei.parties.models import Unit
from hjemvei.sharing.choices import EXPLAINED, LANGUAGES
from hjemvei.sharing.enums import ConsentForm, InterpreterHow, Representation
from hjemvei.sharing.terms import SHAREABLE, Arrow, Terms, arrows, one_year_after
from hjemvei.ui.forms import DateField, OnceForm, TextField

GIVEN, REFUSED, ASKED = "given", "refused", "asked"
FEW = 8
ANSWERS = [
    (GIVEN, _("Personen sier ja")),
    (REFUSED, _("Personen sier nei")),
    (ASKED, _("Personen vil tenke på det")),
]
WHEN_YES = _("Må fylles ut ved ja")
BACK = (InfoClass.COORDINATION, InfoClass.HOUSING, InfoClass.ECONOMY, InfoClass.HEALTH, InfoClass.WORK)


def last_day() -> dt.date:
    """A year, the last day included."""
    return one_year_after(clock.today()) - dt.timedelta(days=1)


class WhomForm(OnceForm):
    """To whom, and what. The name always goes along and is not asked about. Units in `first` stand on top;
    ticked are only those that a consent names already: a yes is something that somebody does.
    """

    receivers = forms.MultipleChoiceField(
        label=_("Hvem kan få opplysninger?"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Ingenting er krysset av på forhånd. Bare enhetene du krysser av, kan få vite noe."),
    )
    classes = forms.MultipleChoiceField(
        label=_("Hva kan deles, i tillegg til navnet?"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Kryss av for det personen selv sier ja til. Uten kryss deles bare navnet."),
    )
    back = forms.MultipleChoiceField(
        label=_("Hva kan mottakerne dele tilbake?"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Kommunens taushetsplikt er strengere og trenger sitt eget ja. Tomt betyr ingenting."),
    )

    def __init__(
        self,
        *args: Any,
        units: Sequence[Unit],
        giver_id: int,
        own_unit_id: int,
        first: Iterable[int] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.units = {unit.pk: unit for unit in units}
        self.giver_id, self.own_unit_id = giver_id, own_unit_id
        self._choices("receivers", grouped(units, {str(pk) for pk in first}))
        shareable = [c for c in SHAREABLE if c != InfoClass.IDENTITY]
        self._choices("classes", [(str(c.value), str(c.label).capitalize()) for c in shareable])
        self._choices("back", [(str(c.value), str(c.label).capitalize()) for c in BACK])

    def _choices(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = choices

    def arrows(self) -> list[Arrow]:
        """Both directions: from the giver to the receivers, and what their controllers give back."""
        receivers = [int(value) for value in self.cleaned_data["receivers"]]
        found = arrows(giver_id=self.giver_id, receivers=receivers, classes=self._picked("classes"))
        others = {self.units[pk].controller_id for pk in receivers} - {self.giver_id}
        if self.cleaned_data["back"]:
            for giver_id in sorted(others):
                found += arrows(giver_id=giver_id, receivers=[self.own_unit_id], classes=self._picked("back"))
        return found

    def _picked(self, name: str) -> list[InfoClass]:
        return [InfoClass(int(value)) for value in self.cleaned_data[name]]


class SaidForm(OnceForm):
    """How the answer was given, and by whom."""

    form = forms.ChoiceField(
        label=_("Hvordan ble svaret gitt?"),
        choices=ConsentForm.choices,
        widget=forms.RadioSelect,
        initial="oral",
    )
    witness_name = forms.CharField(
        label=_("Vitne til et muntlig svar"),
        max_length=120,
        required=False,
        help_text=_(
            "Tomt betyr at du selv hørte svaret. Får din egen virksomhet se mer, må en annen ha hørt det."
        ),
    )
    language = forms.ChoiceField(label=_("Språket det ble forklart på"), choices=LANGUAGES, initial="nb")
    interpreter_used = forms.BooleanField(label=_("Tolk ble brukt"), required=False)
    interpreter_how = forms.ChoiceField(
        label=_("Hvordan tolket?"), choices=[("", _("Ikke tolk")), *InterpreterHow.choices], required=False
    )
    representation = forms.ChoiceField(
        label=_("Hvem svarte?"), choices=Representation.choices, initial=Representation.SELF
    )
    representative_name = forms.CharField(
        label=_("Navn på verge eller fullmektig"), max_length=120, required=False
    )
    explained = TextField(label=_("Hva ble forklart?"), max_length=600, rows=3, initial=EXPLAINED)

    def terms(self) -> Terms:
        values = self.cleaned_data
        return Terms(
            form=ConsentForm(values["form"]),
            language=values["language"],
            interpreter_used=values["interpreter_used"] or bool(values["interpreter_how"]),
            interpreter_how=values["interpreter_how"],
            witness_name=values["witness_name"],
            representation=Representation(values["representation"]),
            representative_name=values["representative_name"],
            explained=values["explained"],
        )


class HowForm(WhomForm, SaidForm):
    """To whom, what, and how it was said."""


class ExtendForm(SaidForm):
    """For how long; the same receivers and classes."""

    last_day = DateField(label=_("Ny siste dag"), earliest=clock.today, initial=last_day)
    field_order = ("last_day",)

    def ends_before(self) -> dt.date:
        day: dt.date = self.cleaned_data["last_day"]
        return day + dt.timedelta(days=1)


class ConsentAnswerForm(HowForm):
    """Nothing is ticked beforehand, neither answer nor whom nor what (GDPR art. 4 no. 11)."""

    answer = forms.ChoiceField(label=_("Hva svarte personen?"), choices=ANSWERS, widget=forms.RadioSelect)
    last_day = DateField(
        label=_("Siste dag samtykket gjelder"), earliest=clock.today, initial=last_day, required=False
    )
    field_order = ("answer", "receivers", "classes", "back", "last_day")
    asked_when = MappingProxyType({"receivers": WHEN_YES, "last_day": WHEN_YES})

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if values.get("answer") == GIVEN and not values.get("receivers"):
            self.add_error("receivers", _("Velg minst én mottaker, eller registrer et nei."))
        if values.get("answer") == GIVEN and "last_day" in values and not values["last_day"]:
            self.add_error("last_day", _("Skriv hvor lenge samtykket gjelder."))
        return values

    def ends_before(self) -> dt.date:
        day: dt.date = self.cleaned_data["last_day"]
        return day + dt.timedelta(days=1)


def grouped(units: Sequence[Unit], first: set[str]) -> list[Any]:
    """Those that are proposed or named stand open; the others are folded away, each with its controller.

    Where nobody is proposed, a fold for each controller is easier to find in than one long list.
    """
    near = [(str(unit.pk), unit.name) for unit in units if str(unit.pk) in first]
    others = [(str(unit.pk), _with_controller(unit)) for unit in units if str(unit.pk) not in first]
    if near and others:
        return [*near, (_("Andre enheter"), others)]
    if len(others) <= FEW:
        return [*near, *others]
    named = sorted(units, key=lambda unit: (unit.controller.name, unit.controller_id))
    by_controller = groupby(named, key=lambda unit: (unit.controller_id, unit.controller.name))
    return [(name, [(str(unit.pk), unit.name) for unit in found]) for (_pk, name), found in by_controller]


def _with_controller(unit: Unit) -> str:
    """City districts and the like are not told apart by their names alone."""
    owner = unit.controller.name
    return unit.name if owner.split(" ")[0] in unit.name else f"{unit.name}, {owner}"


class PaperForm(OnceForm):
    """In which language the form on paper is: those that it is written in."""

    language = forms.ChoiceField(
        label=_("Språket på skjemaet"),
        choices=[(code, name) for code, name in LANGUAGES if code in dict(settings.PERSON_LANGUAGES)],
    )


class WithdrawForm(OnceForm):
    """Easy: how, and who heard it."""

    how = forms.ChoiceField(
        label=_("Hvordan ble det trukket?"),
        choices=ConsentForm.choices,
        widget=forms.RadioSelect,
        initial="oral",
    )
    witness_name = forms.CharField(
        label=_("Vitne til et muntlig svar"),
        max_length=120,
        required=False,
        help_text=_("Tomt betyr at du selv hørte svaret."),
    )
