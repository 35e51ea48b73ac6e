"""Forms of the person's own page, in plain words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hjemvei.accounts.enums import InfoClass
from hjemvei.parties.models import Unit
from hjemvei.portal.words import AREAS
from hjemvei.sharing.plain import CLASSES
from hjemvei.sharing.terms import SHAREABLE, one_year_after
from hjemvei.ui.forms import Form as HouseForm
from hjemvei.ui.forms import TextField

FEW = 3
MONTHS = [("3", _("3 måneder")), ("6", _("6 måneder")), ("12", _("1 år"))]


class Form(HouseForm):
    of_the_person = True


class CodeForm(Form):
    """`pin_again` is asked only the first time."""

    code = forms.CharField(
        label=_("Koden på papiret"), max_length=20, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    pin = forms.CharField(
        label=_("Din PIN (6 tall)"),
        max_length=6,
        widget=forms.PasswordInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    pin_again = forms.CharField(
        label=_("Skriv PIN-en en gang til"),
        max_length=6,
        widget=forms.PasswordInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, is_first: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_first:
            self.fields["pin"].label = _("Velg en PIN (6 tall)")
            self.fields["pin"].help_text = _("Velg tall som bare du vet. Ikke skriv dem på papiret.")
        else:
            del self.fields["pin_again"]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if "pin_again" in self.fields and values.get("pin") != values.get("pin_again"):
            self.add_error("pin_again", _("De to PIN-ene er ikke like."))
        return values


class ShareForm(Form):
    """A yes: to whom, to what, how long. Nothing is ticked beforehand."""

    receivers = forms.MultipleChoiceField(
        label=_("Hvem kan få vite noe?"), widget=forms.CheckboxSelectMultiple
    )
    classes = forms.MultipleChoiceField(
        label=_("Hva kan de få vite?"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("De får alltid navnet ditt. Kryss av for det andre du vil dele."),
    )
    back = forms.BooleanField(
        label=_("De kan også si fra tilbake om bolig og hva de gjør for meg"), required=False
    )
    months = forms.ChoiceField(label=_("Hvor lenge?"), choices=MONTHS, widget=forms.RadioSelect)

    def __init__(self, *args: Any, units: Sequence[Unit], first: Sequence[int] = (), **kwargs: Any) -> None:
        """Those in `first` stand open, the others are folded away."""
        super().__init__(*args, **kwargs)
        self.units = {unit.pk: unit for unit in units}
        near = [(str(unit.pk), unit.name) for unit in units if unit.pk in first]
        others = [(str(unit.pk), unit.name) for unit in units if unit.pk not in first]
        is_short = not near or len(others) <= FEW
        folded: list[tuple[Any, Any]] = [(_("Andre kommuner"), others)]
        _choose(self, "receivers", [*near, *(others if is_short else folded)])
        shared = [c for c in SHAREABLE if c not in (InfoClass.IDENTITY, InfoClass.CONSENT)]
        _choose(self, "classes", [(str(c.value), CLASSES[c]) for c in shared])

    def picked(self) -> list[InfoClass]:
        return [InfoClass(int(value)) for value in self.cleaned_data["classes"]]

    def ends_before(self, today: dt.date) -> dt.date:
        """A whole year, or as many months; the last day is the one before."""
        months = int(self.cleaned_data["months"])
        return one_year_after(today) if months == 12 else today + dt.timedelta(days=30 * months)


class NarrowForm(Form):
    """What stands is ticked, a receiver and a class each; what is not ticked more is no longer shared."""

    keep = forms.MultipleChoiceField(
        label=_("Dette deler du nå. Ta bort det du ikke vil dele mer."),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Vil du ikke dele noe mer? Gå tilbake og trykk «Trekk hele samtykket».")
        },
    )

    def __init__(self, *args: Any, choices: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "keep", choices)
        self.fields["keep"].initial = [value for value, _label in choices]


class WordForm(Form):
    to_unit = forms.ChoiceField(label=_("Hvem vil du skrive til?"), widget=forms.RadioSelect)
    body = TextField(label=_("Hva vil du si?"), max_length=2000, rows=6)

    def __init__(self, *args: Any, units: Sequence[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "to_unit", [(str(unit.pk), unit.name) for unit in units])


class CorrectionForm(WordForm):
    about = forms.CharField(label=_("Hva er feil?"), max_length=120)
    body = TextField(label=_("Hva er riktig?"), max_length=2000, rows=4)
    info_class = forms.TypedChoiceField(
        label=_("Hva gjelder det?"), widget=forms.RadioSelect, coerce=lambda value: InfoClass(int(value))
    )
    field_order = ("info_class", "about", "body", "to_unit")

    def __init__(self, *args: Any, classes: Sequence[InfoClass], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "info_class", [(str(found.value), CLASSES[found]) for found in classes])


class VictoryForm(Form):
    body = TextField(label=_("Hva gikk bra?"), max_length=600, rows=3)


class OwnWordsForm(Form):
    own_words = TextField(label=_("Dette vil jeg si"), max_length=2000, rows=6, required=False)


class GoalForm(Form):
    area = forms.ChoiceField(label=_("Hva gjelder det?"), widget=forms.RadioSelect)
    text = forms.CharField(label=_("Hva vil du?"), max_length=400)

    def __init__(self, *args: Any, areas: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "area", [(area, AREAS[area]) for area in areas])


def _choose(form: forms.Form, name: str, choices: Sequence[tuple[Any, Any]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = list(choices)
