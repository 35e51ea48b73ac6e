"""The form of one answer about housing."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hjemvei.core import clock
from hjemvei.needs.actions.record_confidential_answer import Confided
from hjemvei.needs.actions.record_housing_fact import Answered
from hjemvei.needs.choices import Situation, Standing, Topic
from hjemvei.needs.confidential_choices import ANSWERS, Question, Way
from hjemvei.ui.forms import DateField, OnceForm, TextField

STANDINGS = {
    Topic.BEFORE: (Standing.UNKNOWN,),
    Topic.DURING: (Standing.UNKNOWN, Standing.KEPT, Standing.AT_RISK, Standing.LOST),
    Topic.AFTER: (Standing.UNKNOWN, Standing.PLANNED, Standing.AGREED),
}
SAID_OR_VERIFIED = [("said", _("Personen har sagt det")), ("verified", _("Det er bekreftet"))]


class HousingAnswerForm(OnceForm):
    situation = forms.ChoiceField(label=_("Bosituasjon"), choices=Situation.choices)
    standing = forms.ChoiceField(label=_("Hva skjer med boligen?"), choices=())
    quality = forms.ChoiceField(
        label=_("Hvor sikkert er det?"),
        choices=SAID_OR_VERIFIED,
        widget=forms.RadioSelect,
        initial="said",
        help_text=_("Risikoen for å stå uten bolig regnes bare ut fra det som er bekreftet."),
    )
    source = forms.CharField(
        label=_("Hvor er det fra?"),
        max_length=120,
        help_text=_("For eksempel samtale med personen, utleier eller folkeregisteret."),
    )
    as_of = DateField(label=_("Gjelder per"), latest=clock.today)
    detail = TextField(label=_("Utdyping"), max_length=300, rows=2, required=False)
    in_confidence = forms.BooleanField(
        label=_("Svaret er gitt i fortrolighet"),
        required=False,
        help_text=_("Vises bare for kommunens egne saksbehandlere og teller ikke med i noe som deles."),
    )
    corrects = forms.CharField(widget=forms.HiddenInput, required=False, max_length=12)

    def __init__(self, *args: Any, topic: Topic, may_confide: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.topic = topic
        standing = self.fields["standing"]
        assert isinstance(standing, forms.ChoiceField)
        standing.choices = [(item.value, item.label) for item in STANDINGS[topic]]
        if len(STANDINGS[topic]) == 1:
            del self.fields["standing"]
        if not may_confide:
            del self.fields["in_confidence"]

    def answered(self) -> Answered:
        values = self.cleaned_data
        return Answered(
            topic=self.topic,
            situation=Situation(values["situation"]),
            standing=Standing(values.get("standing") or Standing.UNKNOWN),
            as_of=values["as_of"],
            source=values["source"],
            detail=values["detail"],
            is_verified=values["quality"] == "verified",
            in_confidence=values.get("in_confidence", False),
        )


class ConfidedForm(OnceForm):
    answer = forms.ChoiceField(label=_("Svar"), choices=(), widget=forms.RadioSelect)
    text = TextField(
        label=_("Med personens egne ord"),
        max_length=2000,
        rows=4,
        required=False,
        help_text=_("Skriv det personen vil at dere skal vite, og ikke mer."),
    )
    told_on = DateField(label=_("Når ble det sagt?"), latest=clock.today)
    way = forms.ChoiceField(
        label=_("Hvordan kom svaret hit?"),
        choices=[(way.value, way.label) for way in (Way.TALK, Way.SEALED_PAPER)],
        widget=forms.RadioSelect,
        initial=Way.TALK,
        help_text=_(
            "En lukket konvolutt åpnes bare hos dere. Svar tatt imot av fengselet hører ikke hjemme her."
        ),
    )

    def __init__(self, *args: Any, question: Question, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.question = question
        field = self.fields["answer"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(ANSWERS[question].items())

    def confided(self) -> Confided:
        values = self.cleaned_data
        return Confided(
            question=self.question,
            answer=values["answer"],
            told_on=values["told_on"],
            way=Way(values["way"]),
            text=values["text"],
        )
