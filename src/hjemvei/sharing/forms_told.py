"""Form of a message without consent, by statute."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hjemvei.accounts.enums import InfoClass
from hjemvei.parties.models import Unit
from hjemvei.sharing.enums import ShareBasis
from hjemvei.sharing.statutes import STATUTES
from hjemvei.ui.forms import OnceForm, TextField


class TellForm(OnceForm):
    """Only statutes that the actor's role may use stand there."""

    basis = forms.ChoiceField(label=_("Hvilken lov gjelder?"), widget=forms.RadioSelect)
    to_unit = forms.ChoiceField(label=_("Hvem skal få meldingen?"))
    classes = forms.MultipleChoiceField(
        label=_("Hva handler den om, i tillegg til navnet?"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    body = TextField(
        label=_("Meldingen"),
        max_length=4000,
        rows=6,
        help_text=_("Bare det mottakeren må vite. Mottakeren får ikke se saken."),
    )
    why = forms.CharField(label=_("Hvorfor gjelder loven her?"), max_length=300)
    hide_because = TextField(
        label=_("Skal ikke vises for personen, fordi"),
        max_length=600,
        rows=2,
        required=False,
        help_text=_("Tomt til vanlig. En kollega må godkjenne før noe skjules; til da vises den."),
    )

    def __init__(
        self, *args: Any, statutes: Sequence[ShareBasis], units: Sequence[Unit], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.units = {str(unit.pk): unit for unit in units}
        wide = {info_class for basis in statutes for info_class in STATUTES[basis].classes}
        self._choose("basis", [(basis.value, f"{basis.label}. {STATUTES[basis].hint}") for basis in statutes])
        self._choose("to_unit", [("", ""), *((pk, unit.name) for pk, unit in self.units.items())])
        self._choose(
            "classes",
            [(str(c.value), str(c.label).capitalize()) for c in sorted(wide) if c != InfoClass.IDENTITY],
        )

    def _choose(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def values(self) -> dict[str, Any]:
        """As the action wants them."""
        found = self.cleaned_data
        return {
            "basis": ShareBasis(found["basis"]),
            "to_unit": self.units[found["to_unit"]],
            "classes": [InfoClass(int(number)) for number in found["classes"]],
            "body": found["body"],
            "why": found["why"],
            "hide_because": found["hide_because"],
        }
