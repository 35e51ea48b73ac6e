"""Forms of the cooperation: notice, responsibility, distribution, messages, inquiries."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hjemvei.accounts.enums import Role
from hjemvei.accounts.models import User
from hjemvei.cases.enums import MoveAnswer, StayEvidence
from hjemvei.cases.policy.cooperation import MUNICIPAL_STAFF
from hjemvei.cases.rules.anonymity import may_identify
from hjemvei.cases.rules.responsibility import Whereabouts
from hjemvei.core import clock
from hjemvei.parties.models import Municipality, Unit
from hjemvei.persons.rules import Refusal, classify_number
from hjemvei.sharing.actions.admit_people import Newcomer
from hjemvei.sharing.enums import CloseReason
from hjemvei.ui.forms import DateField, KnownDateField, OnceForm, TextField

if TYPE_CHECKING:
    _ChoiceOfMunicipality = forms.ModelChoiceField[Municipality]
else:
    _ChoiceOfMunicipality = forms.ModelChoiceField

EVIDENCE = [
    (StayEvidence.DOCUMENTED, _("Dokumentert")),
    (StayEvidence.PROBABLE, _("Sannsynliggjort")),
    (StayEvidence.SAID, _("Bare sagt")),
    (StayEvidence.UNKNOWN, _("Ikke kjent")),
]
MOVES = [
    (MoveAnswer.NOT_ASKED, _("Ikke spurt")),
    (MoveAnswer.ASKED, _("Spurt, ikke svart")),
    (MoveAnswer.ACCEPTED, _("Sagt ja")),
    (MoveAnswer.REFUSED, _("Sagt nei")),
]


CLOSED_FOR = [
    (reason.value, reason.label) for reason in (CloseReason.SETTLED, CloseReason.DECLINED, CloseReason.MOVED)
]
CLOSED_ALONE_FOR = [
    (reason.value, reason.label) for reason in (CloseReason.PRISON_LEFT, CloseReason.DECLINED)
]


class MunicipalityField(_ChoiceOfMunicipality):
    """Chosen by name."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=Municipality.objects.none(), **kwargs)

    def label_from_instance(self, obj: Municipality) -> str:
        return obj.name_norwegian


class UnitsForm(OnceForm):
    """Chooses among units that the view knows; the first of them is the natural one."""

    to_unit = forms.ModelChoiceField(label=_("Mottaker"), queryset=Unit.objects.none(), empty_label=None)

    def __init__(self, *args: Any, units: Sequence[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["to_unit"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Unit.objects.filter(pk__in=list(units)).order_by("name", "id")
        self.initial.setdefault("to_unit", next(iter(units), None))


class NoticeForm(UnitsForm):
    note = TextField(
        label=_("Beskjed til kommunen"),
        max_length=2000,
        rows=3,
        required=False,
        help_text=_("Dato og sikkerhet følger med av seg selv."),
    )


class MessageForm(UnitsForm):
    body = TextField(label=_("Melding"), max_length=4000)
    is_question = forms.BooleanField(
        label=_("Dette er et spørsmål"),
        required=False,
        help_text=_("Mottakeren får fem virkedager på å svare."),
    )


class AnswerForm(OnceForm):
    body = TextField(label=_("Svar"), max_length=4000)


class ReasonForm(OnceForm):
    reason = TextField(label=_("Hvorfor?"), max_length=300, rows=2)


class CloseForm(OnceForm):
    """`alone`: by the prison that alone is left."""

    reason = forms.ChoiceField(
        label=_("Hvorfor avsluttes saken?"), choices=CLOSED_FOR, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, alone: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if alone:
            reason = self.fields["reason"]
            assert isinstance(reason, forms.ChoiceField)
            reason.choices = CLOSED_ALONE_FOR


class WhereaboutsForm(OnceForm):
    """What is known of where the person belongs; the roll's answers are filled in."""

    active = MunicipalityField(label=_("Kommune med aktiv sak i sosialtjenesten"), required=False)
    stayed_in = MunicipalityField(label=_("Hvor oppholdt personen seg før fengselet?"), required=False)
    stay_evidence = forms.ChoiceField(
        label=_("Hvor sikkert er oppholdet?"), choices=EVIDENCE, initial=StayEvidence.UNKNOWN
    )
    arrested_in = MunicipalityField(label=_("Hvor ble personen pågrepet?"), required=False)
    wished = MunicipalityField(label=_("Hvor vil personen bo?"), required=False)
    move = forms.ChoiceField(
        label=_("Hva har kommunen personen vil til, svart?"), choices=MOVES, initial=MoveAnswer.NOT_ASKED
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fill_municipalities(self, "active", "stayed_in", "arrested_in", "wished")

    def facts(self) -> Whereabouts:
        values = self.cleaned_data
        number = {
            name: values[name].pk if values[name] else ""
            for name in ("active", "stayed_in", "arrested_in", "wished")
        }
        return Whereabouts(
            active_services=(number["active"],) if number["active"] else (),
            stayed_in=number["stayed_in"],
            stay_evidence=StayEvidence(values["stay_evidence"]),
            arrested_in=number["arrested_in"],
            wished=number["wished"],
            move=MoveAnswer(values["move"]),
        )


def fill_municipalities(form: forms.Form, *names: str) -> None:
    """One query for all the fields that choose a municipality."""
    rows = list(Municipality.objects.order_by("name_norwegian").values_list("number", "name_norwegian"))
    for name in names:
        field = form.fields[name]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Municipality.objects.all()
        field.widget.choices = [("", _("Ikke kjent")), *rows]


class DisputeForm(OnceForm):
    reason = TextField(label=_("Hvorfor har ikke kommunen ansvaret?"), max_length=600)
    second = MunicipalityField(
        label=_("Hvilken kommune mener dere har ansvaret?"),
        required=False,
        help_text=_("Kan bare nevnes når personen har samtykket til det. Hjelpen fortsetter uansett."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fill_municipalities(self, "second")


class GovernorForm(OnceForm):
    asked_on = DateField(label=_("Lagt fram for statsforvalteren"), latest=clock.today, initial=clock.today)


class DecisionForm(OnceForm):
    municipality = forms.ModelChoiceField(
        label=_("Kommune med ansvar"), queryset=Municipality.objects.none(), empty_label="–"
    )
    decided_on = DateField(label=_("Avgjort"), latest=clock.today, initial=clock.today)
    answer = TextField(label=_("Begrunnelse"), max_length=600, required=False)

    def __init__(self, *args: Any, numbers: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["municipality"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Municipality.objects.filter(pk__in=list(numbers)).order_by("name_norwegian")


class DelegateForm(UnitsForm):
    """To a unit, or to one person in it. Units that no consent names stand last, under a heading of their
    own."""

    to_user = forms.ModelChoiceField(
        label=_("Person"), queryset=User.objects.none(), required=False, empty_label=_("Enheten velger selv")
    )
    role = forms.ChoiceField(
        label=_("Som"), choices=[(role.value, role.label) for role in Role if role in MUNICIPAL_STAFF]
    )
    is_owner = forms.BooleanField(label=_("Får ansvaret for saken"), required=False, initial=True)
    field_order = ("to_unit", "to_user", "role", "is_owner")

    def __init__(self, *args: Any, users: Sequence[int], reached: Collection[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _people(self, users)
        field = self.fields["to_unit"]
        assert isinstance(field, forms.ModelChoiceField)
        units = [(unit.pk, unit.name) for unit in field.queryset or ()]
        named = [unit for unit in units if unit[0] in reached]
        others = [unit for unit in units if unit[0] not in reached]
        field.choices = [*named, (_("Ikke nevnt i samtykket"), others)] if named and others else units
        self.initial["to_unit"] = named[0][0] if named else None


def _name_of(user: User) -> str:
    return user.name


def _people(form: forms.Form, users: Sequence[int]) -> None:
    field = form.fields["to_user"]
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = User.objects.filter(pk__in=list(users)).order_by("name", "id")
    field.label_from_instance = _name_of  # type: ignore[method-assign,assignment]


class ToUserForm(OnceForm):
    to_user = forms.ModelChoiceField(label=_("Hvem?"), queryset=User.objects.none(), empty_label="–")

    def __init__(self, *args: Any, users: Sequence[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _people(self, users)


class HandOverForm(ToUserForm):
    keys = forms.MultipleChoiceField(
        label=_("Hvilke oppdrag?"), choices=(), widget=forms.CheckboxSelectMultiple
    )
    reason = TextField(label=_("Hvorfor?"), max_length=300, rows=2)
    field_order = ("keys", "to_user", "reason")

    def __init__(self, *args: Any, parts: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["keys"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = list(parts)
        field.initial = [key for key, _label in parts]


class InquiryForm(UnitsForm):
    body = TextField(
        label=_("Hva lurer dere på?"), max_length=4000, help_text=_("Skriv ikke hvem det gjelder.")
    )
    checked = forms.BooleanField(
        label=_("Jeg har sett at teksten ikke viser hvem det gjelder"), required=False
    )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if may_identify(values.get("body", "")) and not values.get("checked"):
            self.add_error(
                "body",
                _("Teksten ser ut til å ha et navn eller en fødselsdato. Ta det bort, eller bekreft under."),
            )
        return values


class RequestForm(OnceForm):
    """Somebody turns to the municipality on their own."""

    given_name = forms.CharField(label=_("Fornavn"), max_length=120)
    family_name = forms.CharField(label=_("Etternavn"), max_length=120)
    birth_date = KnownDateField(label=_("Fødselsdato"), latest=clock.today, required=False)
    number = forms.CharField(label=_("Fødselsnummer eller D-nummer"), max_length=14, required=False)

    def clean_number(self) -> str:
        text = "".join(str(self.cleaned_data["number"]).split())
        if not text:
            return ""
        found = classify_number(text)
        if isinstance(found, Refusal):
            raise forms.ValidationError(_(found.text))
        return text

    def newcomer(self) -> Newcomer:
        values = self.cleaned_data
        return Newcomer(
            family_name=values["family_name"].strip(),
            given_name=values["given_name"].strip(),
            birth_date=values["birth_date"],
            number=values["number"],
        )
