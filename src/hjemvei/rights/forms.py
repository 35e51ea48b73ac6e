"""Forms of rights."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hjemvei.accounts.actor import Actor
from hjemvei.accounts.enums import InfoClass
from hjemvei.core import clock
from hjemvei.parties.models import Unit
from hjemvei.persons.models import DestructionGround
from hjemvei.rights.actions.take_down_correction import Said
from hjemvei.rights.enums import CorrectionState, Delivery, Ground, Outcome, RequestForm
from hjemvei.rights.pointing import Written
from hjemvei.ui.forms import DateField, OnceForm, TextField

NOT_BY_SYSTEM = [(value, label) for value, label in Delivery.choices if value != Delivery.PORTAL]
NOT_BY_STAFF = [(value, label) for value, label in RequestForm.choices if value != RequestForm.PORTAL]


class AskForm(OnceForm):
    form = forms.ChoiceField(label=_("Hvordan kom kravet?"), choices=NOT_BY_STAFF, widget=forms.RadioSelect)
    received_on = DateField(
        label=_("Når?"), latest=clock.today, help_text=_("Fristen for svar er en måned etter denne dagen.")
    )


class WithholdForm(OnceForm):
    ground = forms.ChoiceField(label=_("Grunnlag"), choices=Ground.choices, widget=forms.RadioSelect)
    reason = TextField(
        label=_("Hvorfor?"),
        max_length=300,
        rows=3,
        help_text=_("Personen får lese det. Skriv kort og rolig."),
    )


class DeliverForm(OnceForm):
    how = forms.ChoiceField(
        label=_("Hvordan fikk personen det?"), choices=NOT_BY_SYSTEM, widget=forms.RadioSelect
    )


class ProposeForm(OnceForm):
    outcome = forms.ChoiceField(
        label=_("Hva foreslår du?"), choices=Outcome.choices, widget=forms.RadioSelect
    )
    reason = TextField(label=_("Hvorfor?"), max_length=300, rows=3)


class EraseForm(OnceForm):
    ground = forms.ChoiceField(
        label=_("Hva bygger slettingen på?"), choices=DestructionGround.choices, widget=forms.RadioSelect
    )
    reference = forms.CharField(label=_("Kvitteringens eller vedtakets nummer"), max_length=120)


class CorrectionForm(OnceForm):
    """`written` is what one can point at, in the order of the ladder; without a row the class says who reads
    it.
    """

    form = forms.ChoiceField(
        label=_("Hvordan sa personen det?"), choices=NOT_BY_STAFF, widget=forms.RadioSelect
    )
    row = forms.ChoiceField(label=_("Hva er feil?"), choices=(), required=False)
    about = TextField(
        label=_("Står det ikke i listen? Skriv hva som står"), max_length=1000, rows=2, required=False
    )
    info_class = forms.TypedChoiceField(
        label=_("Hva slags opplysning er det?"),
        choices=(),
        coerce=int,
        empty_value=None,
        required=False,
        help_text=_("Bare når det ikke står i listen. Den som kan lese slike opplysninger, kan lese dette."),
    )
    said = TextField(
        label=_("Hva sier personen er riktig?"),
        max_length=2000,
        rows=4,
        help_text=_("Skriv det med personens egne ord."),
    )

    def __init__(self, *args: Any, actor: Actor, written: Sequence[Written], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.written = {found.value: found for found in written}
        groups: dict[str, list[tuple[str, str]]] = {}
        for found in written:
            groups.setdefault(found.sort, []).append((found.value, found.text))
        classes = [(value, InfoClass(value).label.capitalize()) for value in sorted(actor.readable())]
        _choose(self, "row", [("", _("Velg det som er feil, eller skriv det under")), *groups.items()])
        _choose(self, "info_class", [("", _("Velg")), *classes])

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if not values.get("row") and not (values.get("about") and values.get("info_class") is not None):
            self.add_error(
                "about", _("Velg fra listen, eller skriv hva som står og hva slags opplysning det er.")
            )
        return values

    def values(self) -> tuple[Said, Unit | None]:
        """What was said, and the unit that wrote the row; None where no row was pointed at."""
        values = self.cleaned_data
        found = self.written.get(values["row"])
        if found is None:
            info_class = InfoClass(values["info_class"])
            return Said(info_class=info_class, about=values["about"], said=values["said"]), None
        about = f"{found.sort}: {found.text}"
        said = Said(
            info_class=found.info_class,
            about=about,
            said=values["said"],
            table_name=found.table,
            row_id=found.row_id,
        )
        return said, found.unit


def _choose(form: forms.Form, name: str, choices: Sequence[Any]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = list(choices)


ANSWERS = [(value, label) for value, label in CorrectionState.choices if value != CorrectionState.ASKED]


class AnswerForm(OnceForm):
    state = forms.ChoiceField(label=_("Svar"), choices=ANSWERS, widget=forms.RadioSelect)
    answer = TextField(
        label=_("Hva er gjort, eller hvorfor ikke?"),
        max_length=2000,
        rows=4,
        help_text=_("Det som sto, blir stående. Personens ord og svaret står ved siden av."),
    )
    told = forms.ChoiceField(
        label=_("Hvordan får personen vite det?"), choices=Delivery.choices, widget=forms.RadioSelect
    )


class ReasonForm(OnceForm):
    reason = TextField(label=_("Hvorfor?"), max_length=300, rows=3)


class AdviceForm(OnceForm):
    text = TextField(
        label=_("Rådet"),
        max_length=1000,
        rows=4,
        help_text=_("Skriv om hvordan kravet eller forslaget bør behandles. Skriv ikke navnet til personen."),
    )
