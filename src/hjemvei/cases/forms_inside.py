"""Forms of dates, ways out, tasks and documents."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hjemvei.accounts.enums import InfoClass
from hjemvei.cases.choices import ABSENCE, CERTAINTY, RELEASE_KIND, WAY_OUT
from hjemvei.cases.enums import WayOut
from hjemvei.cases.rules.ways_out import consequence
from hjemvei.core import clock
from hjemvei.parties.models import Unit
from hjemvei.ui.forms import DateField, OnceForm

CHOOSE = ("", _("Velg"))
RELEASES = [(way.value, WAY_OUT[way]) for way in WayOut if consequence(way).starts_follow_up]
KINDS = [
    ("letter", _("Brev")),
    ("decision", _("Vedtak")),
    ("agreement", _("Avtale eller kontrakt")),
    ("paper", _("Annet papir")),
]
CLASSES = [
    (info_class.value, info_class.label)
    for info_class in InfoClass
    if info_class not in {InfoClass.IDENTITY, InfoClass.CONFIDENTIAL}
]


class ReleaseDateForm(OnceForm):
    expected_on = DateField(
        label=_("Forventet løslatelse"), required=False, help_text=_("La stå tomt når datoen ikke er kjent.")
    )
    kind = forms.ChoiceField(
        label=_("Slags løslatelse"), required=False, choices=[(k.value, v) for k, v in RELEASE_KIND.items()]
    )
    certainty = forms.ChoiceField(
        label=_("Hvor sikker er datoen?"), choices=[(k.value, v) for k, v in CERTAINTY.items()]
    )
    reason = forms.CharField(label=_("Hvorfor"), required=False, max_length=300)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("expected_on") and values.get("certainty") == "unknown":
            self.add_error("certainty", _("En dato kan ikke være ukjent. Velg «usikker»."))
        lost = self.initial.get("expected_on") and "expected_on" in values and not values["expected_on"]
        if lost and not values.get("reason"):
            self.add_error("reason", _("Skriv hvorfor datoen ikke lenger er kjent."))
        return values


class AbsenceForm(OnceForm):
    kind = forms.ChoiceField(
        label=_("Hva slags fravær?"), choices=[CHOOSE, *((k.value, v) for k, v in ABSENCE.items())]
    )
    starts_on = DateField(label=_("Borte fra"), latest=clock.today)
    ends_before = DateField(
        label=_("Tilbake"), required=False, help_text=_("La stå tomt når personen fortsatt er borte.")
    )


class EndAbsenceForm(OnceForm):
    ends_before = DateField(label=_("Tilbake"), latest=clock.today, initial=clock.today)


class PresumeForm(OnceForm):
    until = DateField(label=_("Varetekten antas å vare til"))
    reason = forms.CharField(
        label=_("Hvorfor antas det?"), max_length=300, help_text=_("Uten en grunn gjelder ikke antakelsen.")
    )


class ReleaseForm(OnceForm):
    way_out = forms.ChoiceField(label=_("Hvordan?"), choices=RELEASES, widget=forms.RadioSelect)
    on = DateField(label=_("Dag"), latest=clock.today, initial=clock.today)


class GoneForm(OnceForm):
    """Where somebody went; the other prison is asked about in a transfer only."""

    way_out = forms.ChoiceField(
        label=_("Hvor er personen?"),
        choices=[(k.value, v) for k, v in WAY_OUT.items()],
        widget=forms.RadioSelect,
    )
    on = DateField(label=_("Fra hvilken dag?"), latest=clock.today, initial=clock.today)
    to_unit = forms.ChoiceField(
        label=_("Fengselet personen er flyttet til"),
        required=False,
        help_text=_("Bare ved overføring til annet fengsel."),
    )

    def __init__(self, *args: Any, prisons: list[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.prisons = {str(unit.pk): unit for unit in prisons}
        choices = [CHOOSE, *((pk, unit.name) for pk, unit in self.prisons.items())]
        self.fields["to_unit"].choices = choices  # type: ignore[attr-defined]

    def prison(self) -> Unit | None:
        return self.prisons.get(self.cleaned_data.get("to_unit") or "")


class DoneForm(OnceForm):
    note = forms.CharField(label=_("Merknad"), required=False, max_length=300)


class ReopenForm(OnceForm):
    """Nothing is asked: the button is the answer."""


class ExemptForm(OnceForm):
    reason = forms.CharField(label=_("Hvorfor skal oppgaven ikke gjøres?"), max_length=300)


class AssignForm(OnceForm):
    to_user = forms.ChoiceField(label=_("Gi oppgaven til"), required=False)

    def __init__(self, *args: Any, people: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("hele enheten")), *((str(pk), name) for pk, name in people)]
        self.fields["to_user"].choices = choices  # type: ignore[attr-defined]


class NewTaskForm(OnceForm):
    title = forms.CharField(label=_("Hva skal gjøres?"), max_length=200)
    due_on = DateField(label=_("Frist"), earliest=clock.today)


class ScanForm(OnceForm):
    file = forms.FileField(label=_("Skannet skjema"), help_text=_("PDF, PNG eller JPEG, inntil 10 MB."))


class DocumentForm(OnceForm):
    title = forms.CharField(label=_("Tittel"), max_length=200)
    kind = forms.ChoiceField(label=_("Slag"), choices=KINDS)
    info_class = forms.TypedChoiceField(
        label=_("Handler om"),
        choices=CLASSES,
        coerce=int,
        initial=InfoClass.COORDINATION.value,
        help_text=_("Avgjør hvem som får lese det."),
    )
    file = forms.FileField(label=_("Fil"), help_text=_("PDF, PNG, JPEG, DOCX, XLSX eller ODT, inntil 10 MB."))
