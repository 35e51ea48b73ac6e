"""Forms of the register and of a draft's clauses."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from hjemvei.agreements.actions.add_clause import OwnClause
from hjemvei.agreements.actions.begin_agreement import NewAgreement
from hjemvei.agreements.actions.change_draft import ClauseWords
from hjemvei.agreements.actions.keep_register import RegisterFacts
from hjemvei.agreements.actions.name_units import Filling
from hjemvei.agreements.clauses import ClauseCode
from hjemvei.agreements.enums import RoleCode
from hjemvei.agreements.forms import DEPUTY, TOLD, UNIT, told_field
from hjemvei.agreements.kinds import AgreementKind, AgreementLevel, PartyRole
from hjemvei.agreements.models import Agreement
from hjemvei.agreements.queries import Filled
from hjemvei.agreements.states import AgreementState
from hjemvei.agreements.words import ROLE
from hjemvei.core import clock
from hjemvei.parties.enums import UnitKind
from hjemvei.parties.models import Unit, UnitQuerySet
from hjemvei.ui.forms import DateField, Form, OnceForm, TextField

EARLIEST, LATEST = dt.date(1990, 1, 1), dt.date(2100, 1, 1)
MUNICIPAL = (UnitKind.COORDINATION, UnitKind.HOUSING_OFFICE, UnitKind.SOCIAL_SERVICE, UnitKind.CITY_DISTRICT)


def everything(choices: Sequence[tuple[Any, Any]]) -> list[tuple[Any, Any]]:
    return [("", _("Alle")), *choices]


class RegisterFilter(Form):
    kind = forms.ChoiceField(label=_("Slag"), choices=everything(AgreementKind.choices), required=False)
    level = forms.ChoiceField(label=_("Nivå"), choices=everything(AgreementLevel.choices), required=False)
    state = forms.ChoiceField(label=_("Status"), choices=everything(AgreementState.choices), required=False)
    party = forms.CharField(label=_("Part"), required=False, max_length=80)


class OpenFilter(Form):
    q = forms.CharField(label=_("Avtale eller part"), required=False, max_length=80)


def _unit(label: Any, **given: Any) -> forms.ModelChoiceField[Unit]:
    return forms.ModelChoiceField(label=label, queryset=Unit.objects.none(), **given)


class BeginForm(OnceForm):
    name = forms.CharField(label=_("Navn på avtalen"), max_length=160)
    purpose = TextField(label=_("Formål, med egne ord"), max_length=2000, rows=3)
    kind = forms.ChoiceField(label=_("Slag"), choices=AgreementKind.choices)
    level = forms.ChoiceField(label=_("Nivå"), choices=AgreementLevel.choices, initial=AgreementLevel.LOCAL)
    starts_on = DateField(label=_("Skal gjelde fra"), earliest=clock.today, latest=LATEST)
    prison_units = forms.ModelMultipleChoiceField(
        label=_("Fengsler som avtalen gjelder i"),
        queryset=Unit.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    regions = forms.MultipleChoiceField(
        label=_("Alle fengsler i en region av kriminalomsorgen"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Kommer i tillegg til fengslene dere har valgt."),
    )
    main_unit = _unit(_("Hovedkommunens enhet"), required=False)
    other_units = forms.ModelMultipleChoiceField(
        label=_("Andre kommuner"),
        queryset=Unit.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    districts = forms.ModelMultipleChoiceField(
        label=_("Gjelder bare disse bydelene"),
        queryset=Unit.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Uten valg gjelder avtalen hele kommunen."),
    )
    probation_unit = _unit(
        _("Friomsorgskontor som er med"),
        required=False,
        help_text=_("Kontoret får sin egen rolle og sine oppgaver. Avtalen undertegnes av kriminalomsorgen."),
    )
    coordinating_unit = _unit(_("Felles koordinator for kommunene"), required=False)
    source = forms.ModelChoiceField(
        label=_("Bygg på en annen avtale"),
        queryset=Agreement.objects.none(),
        required=False,
        to_field_name="key",
        help_text=_("Uten valg brukes den innebygde malen med nitten punkter."),
    )
    adapted_note = TextField(label=_("Hva tilpasses, og hvorfor?"), max_length=1000, rows=2, required=False)
    parent = forms.ModelChoiceField(
        label=_("Lokal avtale under"), queryset=Agreement.objects.none(), required=False, to_field_name="key"
    )
    strategy_target = forms.CharField(
        label=_("Mål i en strategi som avtalen tjener"), max_length=200, required=False
    )

    def __init__(self, *args: Any, agreements: Any, today: dt.date, own: int, **given: Any) -> None:
        """The unit that is acted for, `own`, stands chosen where it can be: a party begins the agreement."""
        chosen = {"main_unit": own, "prison_units": [own]}
        super().__init__(*args, initial=chosen, **given)
        units = Unit.objects.in_force(today).order_by("name", "id")
        municipal = units.filter(controller__municipality__isnull=False, kind__in=MUNICIPAL)
        self._set("prison_units", units.prisons())
        self._set("districts", units.filter(kind=UnitKind.CITY_DISTRICT))
        named = units.prisons().exclude(region="").order_by("region").values_list("region", flat=True)
        regions = self.fields["regions"]
        assert isinstance(regions, forms.MultipleChoiceField)
        regions.choices = [(name, name.capitalize()) for name in named.distinct()]
        self._set("main_unit", municipal)
        self._set("other_units", municipal)
        self._set("coordinating_unit", municipal)
        self._set("probation_unit", units.filter(kind=UnitKind.PROBATION_OFFICE))
        for name in ("source", "parent"):
            self._set(name, agreements)

    def _set(self, name: str, rows: UnitQuerySet | Any) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = rows

    def new(self) -> NewAgreement:
        """Raises KeyError unless the form is valid."""
        values = self.cleaned_data
        units = [unit for unit in (values["main_unit"], *values["other_units"]) if unit]
        names = ("name", "purpose", "kind", "level", "starts_on", "probation_unit", "coordinating_unit")
        more = ("source", "adapted_note", "parent", "strategy_target")
        return NewAgreement(
            **{name: values[name] for name in (*names, *more)},
            prison_units=self._prisons(),
            districts=list(values["districts"]),
            municipal_units=list(dict.fromkeys(units)),
        )

    def _prisons(self) -> list[Unit]:
        """Those that were named, then those of the regions; each once."""
        field = self.fields["prison_units"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        assert field.queryset is not None
        of_regions = field.queryset.filter(region__in=self.cleaned_data["regions"])
        return list(dict.fromkeys([*self.cleaned_data["prison_units"], *of_regions]))


class FactsForm(OnceForm):
    is_public = forms.BooleanField(
        label=_("Alle kan lese avtalen uten å logge inn, når den er undertegnet"), required=False
    )
    strategy_target = forms.CharField(
        label=_("Mål i en strategi som avtalen tjener"), max_length=200, required=False
    )
    coordinating_unit = _unit(_("Felles koordinator for kommunene"), required=False)
    project_starts_on = DateField(
        label=_("Utviklingsprosjekt fra"), required=False, earliest=EARLIEST, latest=LATEST
    )
    project_ends_before = DateField(
        label=_("Prosjektet er slutt den"), required=False, earliest=EARLIEST, latest=LATEST
    )
    project_funding = forms.CharField(label=_("Finansiering"), max_length=200, required=False)
    exit_plan = TextField(
        label=_("Plan for avslutning og videre drift"), max_length=2000, rows=3, required=False
    )

    def __init__(self, *args: Any, units: Sequence[Unit], **given: Any) -> None:
        super().__init__(*args, **given)
        field = self.fields["coordinating_unit"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Unit.objects.filter(pk__in=[unit.pk for unit in units]).order_by("name", "id")

    def facts(self) -> RegisterFacts:
        return RegisterFacts(**{name: self.cleaned_data[name] for name in RegisterFacts.__dataclass_fields__})


class PartyForm(OnceForm):
    unit = _unit(_("Enhet som svarer for parten"))
    role = forms.ChoiceField(label=_("Part som"), choices=PartyRole.choices, initial=PartyRole.OTHER)

    def __init__(self, *args: Any, today: dt.date, **given: Any) -> None:
        super().__init__(*args, **given)
        kinds = (UnitKind.PRISON, UnitKind.PROBATION_OFFICE, *MUNICIPAL)
        field = self.fields["unit"]
        assert isinstance(field, forms.ModelChoiceField)
        rows = Unit.objects.in_force(today).filter(kind__in=kinds).select_related("controller")
        field.queryset = rows.order_by("name", "id")


class EndForm(OnceForm):
    ends_before = DateField(label=_("Første dag uten avtalen"), earliest=clock.today, latest=LATEST)
    by_consent = forms.BooleanField(
        label=_("Vi vil slutte denne dagen også om den kommer før oppsigelsestiden er ute"),
        required=False,
        help_text=_("Da slutter avtalen når hver part har sagt ja til den samme dagen."),
    )


class ReviewForm(OnceForm):
    due_on = DateField(label=_("Gjennomgås den"), earliest=clock.today, latest=LATEST)
    about = forms.CharField(label=_("Hva skal dere se på?"), max_length=200)


class HeldForm(OnceForm):
    held_on = DateField(label=_("Holdt den"), earliest=EARLIEST, latest=clock.today)
    outcome = TextField(label=_("Hva ble dere enige om?"), max_length=400, rows=3)


class AnchoringForm(OnceForm):
    title = forms.CharField(label=_("Plan eller vedtak"), max_length=200)
    body = forms.CharField(label=_("Vedtatt av"), max_length=160)
    decided_on = DateField(label=_("Vedtatt den"), earliest=EARLIEST, latest=clock.today)
    url = forms.URLField(label=_("Nettadresse"), max_length=400, required=False, assume_scheme="https")


class ClauseForm(OnceForm):
    title = forms.CharField(label=_("Overskrift"), max_length=200)
    body = TextField(label=_("Tekst"), max_length=8000, rows=14)
    change_note = forms.CharField(label=_("Hva er endret, og hvorfor?"), max_length=400)
    left_out = forms.BooleanField(label=_("Avtalen har ikke dette punktet"), required=False)

    def words(self, code: str, language: str) -> ClauseWords:
        names = ("title", "body", "change_note", "left_out")
        values = {name: self.cleaned_data[name] for name in names}
        return ClauseWords(code=code, language=language, **values)


class OwnClauseForm(OnceForm):
    after = forms.ChoiceField(label=_("Står etter"), choices=())
    title = forms.CharField(label=_("Overskrift"), max_length=200)
    body = TextField(label=_("Tekst, på bokmål"), max_length=8000, rows=10)
    change_note = forms.CharField(label=_("Hvorfor trenger dere punktet?"), max_length=400)

    def __init__(self, *args: Any, places: Sequence[tuple[str, str]], **given: Any) -> None:
        super().__init__(*args, **given)
        field = self.fields["after"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(places)

    def words(self) -> OwnClause:
        values = self.cleaned_data
        said = {name: values[name] for name in ("title", "body", "change_note")}
        return OwnClause(after=ClauseCode(values["after"]), **said)


class UnitsForm(OnceForm):
    """Two choices a role, and whether notices go to the unit too. What has been named may be changed and not
    taken away: a duty rests on somebody.
    """

    def __init__(self, *args: Any, units: Any, now: Mapping[RoleCode, Filled], **given: Any) -> None:
        super().__init__(*args, **given)
        for role in RoleCode:
            held, name = now.get(role), capfirst(str(ROLE[role]))
            unit = _unit(name, required=held is not None)
            deputy = _unit(_("%(role)s: stedfortreder") % {"role": name}, required=False)
            for field, chosen in ((unit, held and held.unit_id), (deputy, held and held.deputy_id)):
                field.queryset, field.initial = units, chosen or None
            self.fields[UNIT + role], self.fields[DEPUTY + role] = unit, deputy
            self.fields[TOLD + role] = told_field(role, bool(held and held.must_be_told))

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        for role in RoleCode:
            if values.get(DEPUTY + role) and not values.get(UNIT + role) and UNIT + role not in self.errors:
                self.add_error(UNIT + role, _("Velg enheten som stedfortrederen trer inn for."))
        return values

    def filled(self) -> dict[RoleCode, Filling]:
        """Raises KeyError unless the form is valid."""
        values = self.cleaned_data
        return {
            role: Filling(values[UNIT + role], values[DEPUTY + role], values[TOLD + role])
            for role in RoleCode
            if values[UNIT + role]
        }
