"""The form of a new version: the numbers, the deadlines and the units, filled with what holds now."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hjemvei.agreements.defaults import LONGEST_RENEWAL
from hjemvei.agreements.drafts import COLUMNS, FIRST, OTHERS, VersionDraft, editable_rules, with_count
from hjemvei.agreements.enums import OffsetUnit, RoleCode
from hjemvei.agreements.rules import Moment
from hjemvei.agreements.words import ROLE, said
from hjemvei.core import clock
from hjemvei.parties.models import Unit
from hjemvei.ui.forms import DateField, Form

DEADLINE, UNIT, DEPUTY, TOLD = "frist_", "enhet_", "stedfortreder_", "varsles_"
FEWEST, MOST = 1, 365


class VersionForm(Form):
    starts_on = DateField(label=gettext_lazy("Gjelder fra"), earliest=clock.today)
    note = forms.CharField(
        label=gettext_lazy("Hva er partene blitt enige om, og hvor er det vedtatt?"), max_length=400
    )
    minimum_stay_months = forms.IntegerField(
        label=gettext_lazy("Minste opphold, kalendermåneder"), min_value=0, max_value=24
    )
    remand_needs_presumption = forms.BooleanField(
        label=gettext_lazy("Varetekt teller bare når noen antar at den varer like lenge"), required=False
    )
    prison_access_days_after_release = forms.IntegerField(
        label=gettext_lazy("Fengselets tilgang etter løslatelse, dager"), min_value=0, max_value=90
    )
    renotify_when_moved_days = forms.IntegerField(
        label=gettext_lazy("Nytt varsel når datoen flyttes minst så mange dager"), min_value=1, max_value=60
    )
    consent_renewal_days = forms.IntegerField(
        label=gettext_lazy("Spør om å fornye samtykket så mange dager før det går ut"),
        min_value=1,
        max_value=LONGEST_RENEWAL,
    )
    contact_interval_count = forms.IntegerField(
        label=gettext_lazy("Fengsel og kommune snakker sammen minst hver"), min_value=1, max_value=24
    )
    contact_interval_unit = forms.ChoiceField(
        label=gettext_lazy("Uker eller måneder"),
        choices=[(OffsetUnit.WEEKS, gettext_lazy("uke")), (OffsetUnit.MONTHS, gettext_lazy("måned"))],
    )
    committee_interval_months = forms.IntegerField(
        label=gettext_lazy("Samarbeidsutvalget møtes minst hver … måned"), min_value=1, max_value=24
    )
    termination_notice_months = forms.IntegerField(
        label=gettext_lazy("Frist for å si opp, måneder"), min_value=0, max_value=24
    )
    review_on = DateField(label=gettext_lazy("Avtalen gjennomgås"), required=False, earliest=clock.today)
    target_people_at_a_time = forms.IntegerField(
        label=gettext_lazy("Omtrent hvor mange om gangen"), min_value=1, max_value=5000, required=False
    )

    def __init__(
        self, data: Any, *, now: VersionDraft, units: Sequence[Unit], is_begun: bool = False
    ) -> None:
        """`is_begun`: `now` is the draft itself, whose first day stands; else the version before it."""
        self.now = now
        super().__init__(data, initial=_initial(now, is_begun=is_begun))
        for rule in editable_rules():
            moment = Moment(rule.due.event, now.deadlines[rule.code])
            self.fields[DEADLINE + rule.code] = forms.IntegerField(
                label=_(rule.title),
                help_text=_("Nå %(when)s.") % {"when": said(moment, each_prison=rule.each_prison)},
                min_value=FEWEST,
                max_value=MOST,
            )
        for role in RoleCode if units else ():
            self._add_role(role, [(str(unit.pk), unit.name) for unit in units])

    def _add_role(self, role: RoleCode, units: Sequence[tuple[str, str]]) -> None:
        """What has been named may be changed and not taken away: a duty rests on somebody."""
        name, is_held = capfirst(str(ROLE[role])), role in self.now.role_units
        nobody = ("", "–")
        self.fields[UNIT + role] = forms.ChoiceField(
            label=name, choices=units if is_held else [nobody, *units], required=is_held
        )
        self.fields[DEPUTY + role] = forms.ChoiceField(
            label=_("%(role)s: stedfortreder") % {"role": name}, choices=[nobody, *units], required=False
        )
        self.fields[TOLD + role] = told_field(role, role in self.now.told)

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        for role in RoleCode:
            unit, deputy = values.get(UNIT + role), values.get(DEPUTY + role)
            if deputy and not unit and UNIT + role not in self.errors:
                self.add_error(UNIT + role, _("Velg enheten som stedfortrederen trer inn for."))
            if deputy and deputy == unit:
                self.add_error(DEPUTY + role, _("Stedfortrederen må være en annen enhet."))
        return values

    @property
    def sent_values(self) -> list[tuple[str, str]]:
        """What was typed, to be sent again with the confirmation."""
        values = [(name, self[name].value()) for name in self.fields]
        return [(name, "on" if value is True else str(value)) for name, value in values if value]

    @property
    def numbers(self) -> list[Any]:
        return [self[name] for name in VersionForm.base_fields]

    @property
    def first_deadlines(self) -> list[Any]:
        return [self[DEADLINE + code] for code in FIRST]

    @property
    def other_deadlines(self) -> list[Any]:
        return [self[DEADLINE + code] for code in OTHERS]

    @property
    def roles(self) -> list[Any]:
        return [self[name] for name in self.fields if name.startswith((UNIT, DEPUTY, TOLD))]

    def version(self) -> VersionDraft:
        """Raises KeyError unless the form is valid."""
        values = self.cleaned_data
        columns: dict[str, Any] = {name: values[name] for name in COLUMNS}
        columns["contact_interval_unit"] = OffsetUnit(values["contact_interval_unit"])
        return VersionDraft(
            **columns,
            starts_on=values["starts_on"],
            deadlines={
                code: with_count(self.now.deadlines[code], values[DEADLINE + code])
                for code in (*FIRST, *OTHERS)
            },
            role_units={role: int(values[UNIT + role]) for role in self._filled()},
            deputies={role: int(values[DEPUTY + role]) for role in self._filled() if values[DEPUTY + role]},
            told=frozenset(role for role in self._filled() if values[TOLD + role]),
            note=values["note"],
        )

    def _filled(self) -> list[RoleCode]:
        return [role for role in RoleCode if self.cleaned_data.get(UNIT + role)]


def told_field(role: RoleCode, is_told: bool) -> forms.BooleanField:
    label = _("%(role)s: skal varsles når kommunen får varsel") % {"role": capfirst(str(ROLE[role]))}
    return forms.BooleanField(label=label, required=False, initial=is_told)


def _initial(now: VersionDraft, *, is_begun: bool) -> dict[str, Any]:
    numbers = {name: getattr(now, name) for name in VersionForm.base_fields if hasattr(now, name)}
    deadlines = {DEADLINE + code: abs(offset.count) for code, offset in now.deadlines.items()}
    units = {UNIT + role: str(unit_id) for role, unit_id in now.role_units.items()}
    units |= {DEPUTY + role: str(unit_id) for role, unit_id in now.deputies.items()}
    fresh = {} if is_begun else {"starts_on": None, "note": ""}
    return {**numbers, **deadlines, **units, **fresh}
