"""Forms of the pages about routines."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hjemvei.agreements.clauses import ClauseCode
from hjemvei.agreements.kinds import ClauseLanguage
from hjemvei.core import clock
from hjemvei.routines.behind import clause_title
from hjemvei.routines.choices import WORKING_ROLES, Covers, Effect, Source
from hjemvei.routines.models import Improvement, Routine
from hjemvei.routines.queries import TITLES
from hjemvei.routines.rules import LONGEST_STEPS, LONGEST_TITLE, months_after
from hjemvei.routines.texts import RULES, Answer, Lesson, RoutineText
from hjemvei.ui.forms import DateField, Form, OnceForm, TextField

YEAR = 12
WHO = [("", gettext_lazy("Våre egne")), ("andre", gettext_lazy("Andre virksomheter"))]


def next_day() -> dt.date:
    return clock.today() + dt.timedelta(days=1)


class RoutineFilter(Form):
    q = forms.CharField(label=gettext_lazy("Tittel eller enhet"), required=False, max_length=80)
    hvem = forms.ChoiceField(label=gettext_lazy("Hvem sine"), required=False, choices=WHO)


class RoutineForm(OnceForm):
    title = forms.CharField(label=gettext_lazy("Tittel"), max_length=LONGEST_TITLE)
    steps = TextField(
        label=gettext_lazy("Stegene"),
        max_length=LONGEST_STEPS,
        rows=14,
        help_text=gettext_lazy(
            "Ett steg på hver linje: «1. » foran et steg, «- » foran et punkt, «## » foran en overskrift."
            " Skriv om arbeidet, aldri om en person."
        ),
    )
    language = forms.ChoiceField(label=gettext_lazy("Språk"), choices=ClauseLanguage.choices)
    roles = forms.MultipleChoiceField(
        label=gettext_lazy("Hvem gjelder den?"),
        choices=[(role.value, role.label) for role in WORKING_ROLES],
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("De blir bedt om å lese hver ny versjon."),
    )
    clauses = forms.MultipleChoiceField(
        label=gettext_lazy("Punkter i avtalen som den utfører"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    rules = forms.MultipleChoiceField(
        label=gettext_lazy("Frister som den utfører"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Oppgaver med disse fristene får lenke til rutinen."),
    )
    covers = forms.ChoiceField(
        label=gettext_lazy("Hvor gjelder den?"), choices=Covers.choices, widget=forms.RadioSelect
    )
    improvement = forms.ChoiceField(label=gettext_lazy("Bygger på det dere lærte"), required=False)
    change_note = forms.CharField(
        label=gettext_lazy("Hva er nytt, og hvorfor?"), required=False, max_length=400
    )

    def __init__(
        self, data: Any, *, routine: Routine | None, lessons: Sequence[Improvement] = (), **more: Any
    ):
        super().__init__(data, **more)
        self.lessons = {row.key: row for row in lessons}
        self._choices("clauses", [(code.value, clause_title(code)) for code in ClauseCode])
        self._choices("rules", sorted(((code, _(TITLES[code])) for code in RULES), key=lambda row: row[1]))
        chosen = [("", _("Ingen")), *((key, row.learned[:100]) for key, row in self.lessons.items())]
        self._choices("improvement", chosen)
        if routine is not None:
            del self.fields["covers"]
        if not self.lessons:
            del self.fields["improvement"]

    def _choices(self, name: str, choices: Sequence[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [*choices]

    def text(self) -> RoutineText:
        names = ("title", "steps", "language", "clauses", "rules", "roles", "change_note")
        return RoutineText(**{name: self.cleaned_data[name] for name in names})

    def lesson(self) -> Improvement | None:
        return self.lessons.get(self.cleaned_data.get("improvement", ""))


class ApproveForm(OnceForm):
    valid_from = DateField(label=gettext_lazy("Gjelder fra"), earliest=clock.today)
    review_on = DateField(
        label=gettext_lazy("Gå gjennom den igjen"),
        earliest=next_day,
        help_text=gettext_lazy("Enheten får det på oversikten når dagen nærmer seg."),
    )


class ReviewForm(OnceForm):
    review_on = DateField(label=gettext_lazy("Gå gjennom den igjen"), earliest=next_day)


class WithdrawForm(OnceForm):
    """Nothing to say but yes."""


class LessonForm(OnceForm):
    """`of`: what is known where it was learned; then source and reference are not asked for."""

    source = forms.ChoiceField(
        label=gettext_lazy("Hvor lærte dere det?"), choices=Source.choices, widget=forms.RadioSelect
    )
    reference = forms.CharField(
        label=gettext_lazy("Hva heter det der det står?"),
        required=False,
        max_length=120,
        help_text=gettext_lazy("For eksempel nummeret på et vedtak. Aldri et navn."),
    )
    clause = forms.ChoiceField(label=gettext_lazy("Punkt i avtalen det gjelder"), required=False)
    learned = TextField(
        label=gettext_lazy("Hva lærte dere?"),
        max_length=1000,
        rows=4,
        help_text=gettext_lazy("Skriv hva som bør gjøres på en annen måte. Skriv ikke om en person."),
    )
    routine = forms.ChoiceField(label=gettext_lazy("Rutine som bør endres"), required=False)
    effect_months = forms.IntegerField(
        label=gettext_lazy("Spør om det hjalp, så mange måneder etter endringen"),
        min_value=1,
        max_value=24,
        initial=6,
    )

    def __init__(
        self, data: Any, *, routines: Sequence[Routine], of: Lesson | None = None, **more: Any
    ) -> None:
        super().__init__(data, **more)
        self.of = of
        self.routines = {row.key: row for row in routines}
        titles = [(key, row.title) for key, row in self.routines.items()]
        self._choices("routine", [("", _("Ingen ennå")), *titles])
        clauses = [(code.value, clause_title(code)) for code in ClauseCode]
        self._choices("clause", [("", _("Ikke noe bestemt punkt")), *clauses])
        if of is not None:
            del self.fields["source"], self.fields["reference"]

    def _choices(self, name: str, choices: Sequence[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [*choices]

    def lesson(self) -> Lesson:
        values = self.cleaned_data
        said = {name: values[name] for name in ("learned", "clause", "effect_months")}
        if self.of is not None:
            return replace(self.of, **said)
        return Lesson(source=Source(values["source"]), reference=values["reference"], **said)

    def chosen(self) -> Routine | None:
        return self.routines.get(self.cleaned_data["routine"])


class EffectForm(OnceForm):
    effect = forms.ChoiceField(
        label=gettext_lazy("Hjalp det?"), choices=Effect.choices[1:], widget=forms.RadioSelect
    )
    note = TextField(
        label=gettext_lazy("Hvordan ser dere det?"),
        required=False,
        max_length=600,
        rows=3,
        help_text=gettext_lazy("Skriv ikke om en person."),
    )

    def answer(self) -> Answer:
        return Answer(Effect(self.cleaned_data["effect"]), self.cleaned_data["note"])


def in_a_year() -> dt.date:
    return months_after(clock.today(), YEAR)
