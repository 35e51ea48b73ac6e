"""Forms of forums. Free text is looked through for persons before it is sent."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from django import forms
from django.utils.timezone import make_aware
from django.utils.translation import gettext_lazy as _

from hjemvei.agreements.models import Agreement
from hjemvei.cases.rules.anonymity import has_identity_number
from hjemvei.cooperation.actions.add_seat import Seating
from hjemvei.cooperation.actions.found_forum import ForumFacts
from hjemvei.cooperation.actions.plan_meeting import Slot
from hjemvei.cooperation.actions.record_decision import Work
from hjemvei.cooperation.enums import ChairWay, ForumKind, MeasureKind, Presence, SeatRole
from hjemvei.cooperation.models import Decision, Seat
from hjemvei.cooperation.words import looks_personal
from hjemvei.core import clock
from hjemvei.parties.models import Unit
from hjemvei.ui.forms import DateField, OnceForm, TextField

NUMBER = _("Teksten har et fødselsnummer. Her skal ingen person i en sak kunne kjennes igjen.")
PERSONAL = _("Teksten ser ut til å ha et navn eller en fødselsdato. Ta det bort, eller bekreft under.")
ABOUT = _("Skriv om rutinen, ikke om personen.")
PRESENCE = "oppmote_"


def choose(field: forms.Field, choices: Iterable[tuple[Any, Any]]) -> None:
    assert isinstance(field, forms.ChoiceField)
    field.choices = list(choices)


def time_field(label: Any) -> forms.TimeField:
    return forms.TimeField(
        label=label,
        input_formats=["%H:%M", "%H.%M"],
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": _("Skriv klokkeslettet slik: 12:30.")},
    )


class CheckedForm(OnceForm):
    """An identity number is refused; what looks like a name or a birth date is confirmed or taken out."""

    free: ClassVar[tuple[str, ...]] = ()

    def __init__(self, *args: Any, names: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.names = names
        self.fields["checked"] = forms.BooleanField(
            label=_("Jeg har sett at teksten ikke viser hvem en sak gjelder"), required=False
        )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        for name in self.free:
            text = str(values.get(name) or "")
            if has_identity_number(text):
                self.add_error(name, NUMBER)
            elif looks_personal(text, names=self.names) and not values.get("checked"):
                self.add_error(name, PERSONAL)
        return values


class ForumForm(OnceForm):
    name = forms.CharField(label=_("Navn"), max_length=160)
    purpose = TextField(label=_("Hva det er til for"), max_length=1000, rows=3, required=False)
    chair_way = forms.ChoiceField(label=_("Ledelse"), choices=ChairWay.choices, widget=forms.RadioSelect)
    interval_days = forms.IntegerField(
        label=_("Møtes minst så ofte, dager"),
        min_value=7,
        max_value=400,
        required=False,
        help_text=_("30 er omtrent hver måned, 90 hvert kvartal. La stå tomt om dere møtes ved behov."),
    )

    def facts(self) -> ForumFacts:
        values = self.cleaned_data
        return ForumFacts(
            name=values["name"],
            purpose=values["purpose"],
            chair_way=ChairWay(values["chair_way"]),
            interval_days=values["interval_days"],
        )


class FoundForm(ForumForm):
    kind = forms.ChoiceField(label=_("Hva slags"), choices=ForumKind.choices, widget=forms.RadioSelect)
    agreement = forms.ChoiceField(
        label=_("Avtalen utvalget hører til"), required=False, help_text=_("Bare for samarbeidsutvalg.")
    )
    field_order = ("kind", "agreement", "name", "purpose", "chair_way", "interval_days")

    def __init__(self, *args: Any, agreements: Sequence[Agreement], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agreements = {row.key: row for row in agreements}
        choose(self.fields["agreement"], [("", "–"), *((row.key, row.name) for row in agreements)])

    @property
    def of_agreement(self) -> Agreement | None:
        return self.agreements.get(self.cleaned_data["agreement"])


class SeatForm(OnceForm):
    unit = forms.ChoiceField(label=_("For hvilken enhet"))
    email = forms.EmailField(label=_("E-postadressen til den som skal sitte her"), required=False)
    name = forms.CharField(
        label=_("Navn, om de ikke har konto"), max_length=120, required=False,
        help_text=_("Uten konto kommer ingen innkalling herfra, og ingenting kan leses."),
    )  # fmt: skip
    title = forms.CharField(label=_("Stilling"), max_length=120, required=False)
    role = forms.ChoiceField(label=_("Del"), choices=SeatRole.choices, initial=SeatRole.MEMBER)
    deputy_for = forms.ChoiceField(label=_("Vara for"), required=False)
    starts_on = DateField(label=_("Fra"), initial=clock.today)

    def __init__(self, *args: Any, units: Sequence[Unit], seats: Sequence[Seat], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units = {unit.slug: unit for unit in units}
        self.seats = {seat.key: seat for seat in seats if seat.role != SeatRole.DEPUTY}
        choose(self.fields["unit"], [("", "–"), *((unit.slug, unit.name) for unit in units)])
        choose(self.fields["deputy_for"], [("", "–"), *((key, row.who) for key, row in self.seats.items())])

    def seating(self) -> Seating:
        values = self.cleaned_data
        return Seating(
            unit=self.units[values["unit"]],
            email=values["email"],
            name=values["name"],
            title=values["title"],
            role=SeatRole(values["role"]),
            deputy_for=self.seats.get(values["deputy_for"]),
            starts_on=values["starts_on"],
        )


class SlotForm(OnceForm):
    on_day = DateField(label=_("Dag"), earliest=clock.today)
    starts = time_field(_("Fra klokken"))
    ends = time_field(_("Til klokken"))
    place = forms.CharField(label=_("Sted"), max_length=160, required=False)
    link = forms.URLField(
        label=_("Lenke til videomøte"), max_length=300, required=False, assume_scheme="https"
    )

    def slot(self) -> Slot:
        values = self.cleaned_data
        return Slot(
            starts_at=_moment(values["on_day"], values["starts"]),
            ends_at=_moment(values["on_day"], values["ends"]),
            place=values["place"],
            link=values["link"],
        )


def _moment(day: dt.date, time: dt.time) -> dt.datetime:
    return make_aware(dt.datetime.combine(day, time))


class CancelForm(CheckedForm):
    free = ("reason",)
    reason = TextField(label=_("Hvorfor?"), max_length=300, rows=2)


class PointForm(CheckedForm):
    free = ("title", "text")
    title = forms.CharField(label=_("Sak"), max_length=200)
    text = TextField(label=_("Kort om saken"), max_length=2000, rows=4, required=False, help_text=ABOUT)


class MinutesForm(CheckedForm):
    free = ("minutes",)
    minutes = TextField(label=_("Referat"), max_length=20000, rows=14, help_text=ABOUT)

    def __init__(self, *args: Any, seats: Sequence[Seat], now: dict[int, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.seats = seats
        for seat in seats:
            self.fields[f"{PRESENCE}{seat.key}"] = forms.ChoiceField(
                label=f"{seat.who}, {seat.unit.name}",
                choices=[("", "–"), *Presence.choices],
                initial=now.get(seat.pk, ""),
                required=False,
            )

    def attended(self) -> dict[int, Presence]:
        said = {seat.pk: self.cleaned_data[f"{PRESENCE}{seat.key}"] for seat in self.seats}
        return {pk: Presence(value) for pk, value in said.items() if value}


class WorkForm(CheckedForm):
    free = ("text",)
    text = TextField(label=_("Hva skal gjøres?"), max_length=1000, rows=3, help_text=ABOUT)
    owner = forms.ChoiceField(label=_("Hvem har ansvaret?"))
    due_on = DateField(label=_("Frist"), earliest=clock.today)

    def __init__(self, *args: Any, seats: Sequence[Seat], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.seats = {seat.key: seat for seat in seats}
        sitting = [(key, f"{row.who}, {row.unit.name}") for key, row in self.seats.items()]
        choose(self.fields["owner"], [("", "–"), *sitting])

    def work(self) -> Work:
        values = self.cleaned_data
        return Work(text=values["text"], owner=self.seats[values["owner"]], due_on=values["due_on"])


class MeasureForm(WorkForm):
    kind = forms.ChoiceField(
        label=_("Hva slags tiltak"), choices=MeasureKind.choices, widget=forms.RadioSelect
    )
    decision = forms.ChoiceField(label=_("Følger av vedtaket"), required=False)
    field_order = ("kind", "text", "owner", "due_on", "decision")

    def __init__(self, *args: Any, decisions: Sequence[Decision], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.decisions = {row.key: row for row in decisions}
        choose(self.fields["decision"], [("", "–"), *((row.key, row.text[:80]) for row in decisions)])

    @property
    def of_decision(self) -> Decision | None:
        return self.decisions.get(self.cleaned_data["decision"])


class CloseForm(CheckedForm):
    free = ("outcome",)
    verb = forms.ChoiceField(
        label=_("Hva ble det til?"),
        choices=[("finish", _("Gjort")), ("drop", _("Frafalt"))],
        widget=forms.RadioSelect,
    )
    outcome = TextField(label=_("Hva førte det til, eller hvorfor ikke?"), max_length=600, rows=3)


class ThreadForm(CheckedForm):
    free = ("title", "body")
    title = forms.CharField(label=_("Hva handler det om?"), max_length=160)
    body = TextField(label=_("Innlegg"), max_length=4000, rows=6, help_text=ABOUT)


class AnswerForm(CheckedForm):
    free = ("body",)
    body = TextField(label=_("Svar"), max_length=4000, rows=4, help_text=ABOUT)


class ContactFilter(forms.Form):
    avtale = forms.ChoiceField(label=_("Avtale"), required=False)
    ord = forms.CharField(label=_("Hva gjelder det?"), max_length=80, required=False)

    def __init__(self, *args: Any, agreements: Sequence[Agreement], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self.fields["avtale"], [("", _("Alle")), *((row.key, row.name) for row in agreements)])
