"""What the agreement's page shows: parties, scope, numbers and every deadline with its clause."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from hjemvei.agreements.drafts import VersionDraft, editable_rules
from hjemvei.agreements.enums import OffsetUnit, PartyCode
from hjemvei.agreements.models import Agreement, AgreementVersion
from hjemvei.agreements.queries import Filled, filled_roles, terms_of
from hjemvei.agreements.rules import DeadlineRule, Moment
from hjemvei.agreements.states import VersionState
from hjemvei.agreements.words import BASIS, PARTY, ROLE, length, said
from hjemvei.parties.enums import UnitKind
from hjemvei.parties.models import Unit
from hjemvei.ui import parts
from hjemvei.ui.formats import date


@dataclass(frozen=True, slots=True)
class DeadlineLine:
    title: str
    who: str
    when: str
    clause: str
    source: str
    basis: str
    changed: bool
    always: bool


@dataclass(frozen=True, slots=True)
class AgreementPage:
    name: str
    purpose: str
    parties: Sequence[parts.Fact]
    scope: Sequence[parts.Fact]
    numbers: Sequence[parts.Fact]
    roles: Sequence[parts.Fact]
    deadlines: Sequence[DeadlineLine]
    versions: Sequence[VersionLine]
    number: int


@dataclass(frozen=True, slots=True)
class VersionLine:
    """`ends_on` is the last day; None for the one that has no end."""

    number: int
    starts_on: dt.date
    ends_on: dt.date | None
    note: str
    who: str
    is_draft: bool
    is_now: bool
    is_shown: bool


@dataclass(frozen=True, slots=True)
class Change:
    """One line of what a new version changes."""

    label: str
    before: str
    after: str


def agreement_page(
    agreement: Agreement, *, today: dt.date, number: int | None = None, sees_draft: bool = False
) -> AgreementPage | None:
    """Eight statements. The version asked for, else the one in force, else the newest; None without any."""
    rows = AgreementVersion.objects.filter(agreement=agreement).select_related("recorded_by")
    versions = list(rows.order_by("-starts_on", "-id"))
    versions = versions if sees_draft else [row for row in versions if row.state == VersionState.SIGNED]
    asked = [row for row in versions if row.number == number]
    now = [row for row in versions if _is_now(row, today)]
    if not versions or (number is not None and not asked):
        return None
    version = [*asked, *now, *versions][0]
    terms = terms_of([version.pk])[version.pk]
    changed = set(version.deadline_changes.values_list("code", flat=True))
    return AgreementPage(
        name=agreement.name,
        purpose=agreement.purpose,
        parties=_parties(agreement, today),
        scope=_scope(agreement),
        numbers=_numbers(agreement, version),
        roles=_roles(version),
        deadlines=[_line(rule, changed) for rule in terms.rules],
        versions=[_version(row, today, shown=row is version) for row in versions],
        number=version.number,
    )


def _is_now(row: AgreementVersion, today: dt.date) -> bool:
    if row.state != VersionState.SIGNED:
        return False
    return row.starts_on <= today and (row.ends_before is None or today < row.ends_before)


def _version(row: AgreementVersion, today: dt.date, *, shown: bool) -> VersionLine:
    return VersionLine(
        number=row.number,
        starts_on=row.starts_on,
        ends_on=row.ends_before - dt.timedelta(days=1) if row.ends_before else None,
        note=row.note,
        who=row.recorded_by.name if row.recorded_by else "",
        is_draft=row.state == VersionState.DRAFT,
        is_now=_is_now(row, today),
        is_shown=shown,
    )


def changes(before: VersionDraft, after: VersionDraft) -> list[Change]:
    """What a new version would change, in the order of the form."""
    numbers = [
        (_("Minste opphold, kalendermåneder"), before.minimum_stay_months, after.minimum_stay_months),
        (
            _("Varetekt"),
            _remand(before.remand_needs_presumption),
            _remand(after.remand_needs_presumption),
        ),
        (
            _("Fengselets tilgang etter løslatelse, dager"),
            before.prison_access_days_after_release,
            after.prison_access_days_after_release,
        ),
        (
            _("Nytt varsel når datoen flyttes minst så mange dager"),
            before.renotify_when_moved_days,
            after.renotify_when_moved_days,
        ),
        (
            _("Spør om å fornye samtykket så mange dager før det går ut"),
            before.consent_renewal_days,
            after.consent_renewal_days,
        ),
        (
            _("Omtrent hvor mange om gangen"),
            before.target_people_at_a_time or "–",
            after.target_people_at_a_time or "–",
        ),
    ]
    numbers += _changed_intervals(before, after)
    lines = [Change(label, str(old), str(new)) for label, old, new in numbers if old != new]
    return lines + _changed_deadlines(before, after) + _changed_units(before, after)


def _changed_intervals(before: VersionDraft, after: VersionDraft) -> list[tuple[str, Any, Any]]:
    def contact(draft: VersionDraft) -> str:
        return length(draft.contact_interval_count, OffsetUnit(draft.contact_interval_unit))

    return [
        (_("Fengsel og kommune snakker sammen minst hver"), contact(before), contact(after)),
        (
            _("Samarbeidsutvalget møtes minst hver … måned"),
            before.committee_interval_months,
            after.committee_interval_months,
        ),
        (
            _("Frist for å si opp, måneder"),
            before.termination_notice_months,
            after.termination_notice_months,
        ),
        (_("Avtalen gjennomgås"), _day(before.review_on), _day(after.review_on)),
    ]


def _day(value: dt.date | None) -> str:
    return date(value) if value else "–"


def _changed_deadlines(before: VersionDraft, after: VersionDraft) -> list[Change]:
    return [
        Change(
            _(rule.title),
            said(Moment(rule.due.event, before.deadlines[rule.code]), each_prison=rule.each_prison),
            said(Moment(rule.due.event, after.deadlines[rule.code]), each_prison=rule.each_prison),
        )
        for rule in editable_rules()
        if before.deadlines[rule.code] != after.deadlines[rule.code]
    ]


def _changed_units(before: VersionDraft, after: VersionDraft) -> list[Change]:
    """Who fills each role, who steps in, and who is told too."""
    drafts = (before, after)
    ids = {unit for d in drafts for units in (d.role_units, d.deputies) for unit in units.values()}
    names = dict(Unit.objects.filter(pk__in=ids).values_list("id", "name"))
    return [
        Change(label % {"role": capfirst(str(ROLE[role]))}, *both)
        for role in after.role_units
        for label, both in (
            ("%(role)s", [names.get(d.role_units.get(role, 0), "–") for d in drafts]),
            (_("%(role)s: stedfortreder"), [names.get(d.deputies.get(role, 0), "–") for d in drafts]),
            (
                _("%(role)s: skal varsles når kommunen får varsel"),
                [_("ja") if role in d.told else _("nei") for d in drafts],
            ),
        )
        if both[0] != both[1]
    ]


def _remand(needs_presumption: bool) -> str:
    return _("når noen antar det, med dato og grunn") if needs_presumption else _("alltid")


def _parties(agreement: Agreement, today: dt.date) -> list[parts.Fact]:
    rows = agreement.parties.on(today).select_related("controller", "contact_unit").order_by("id")
    facts = [
        parts.Fact(label=PARTY[PartyCode(row.side)], value=row.controller.name, note=row.contact_unit.name)
        for row in rows
    ]
    return [*facts, *_scope(agreement)]


def _scope(agreement: Agreement) -> list[parts.Fact]:
    """Where it holds inside, and in which parts of a city, where it does not hold in all of it."""
    rows = list(agreement.scope.select_related("unit").order_by("unit__name", "id"))
    districts = [row.unit.name for row in rows if row.unit.kind == UnitKind.CITY_DISTRICT]
    others = [row.unit.name for row in rows if row.unit.kind != UnitKind.CITY_DISTRICT]
    facts = [parts.Fact(label=_("Gjelder i"), value=", ".join(others))]
    if districts:
        facts.append(parts.Fact(label=_("Gjelder bare bydelene"), value=", ".join(districts)))
    return facts


def _numbers(agreement: Agreement, version: AgreementVersion) -> list[parts.Fact]:
    def days(count: int) -> str:
        return _("%(n)s dager") % {"n": count}

    target = version.target_people_at_a_time
    months = _("%(n)s kalendermåneder") % {"n": version.minimum_stay_months}
    return [
        parts.Fact(label=_("Undertegnet"), value=date(agreement.signed_on)),
        parts.Fact(
            label=_("Versjon"),
            value=str(version.number),
            note=_("gjelder fra %(day)s") % {"day": date(version.starts_on)},
        ),
        parts.Fact(label=_("Minste opphold"), value=months),
        parts.Fact(
            label=_("Varetekt"),
            value=_remand(version.remand_needs_presumption),
        ),
        parts.Fact(label=_("Omtrent hvor mange om gangen"), value=str(target) if target else "–"),
        parts.Fact(
            label=_("Fengselets tilgang etter løslatelse"),
            value=days(version.prison_access_days_after_release),
        ),
        parts.Fact(
            label=_("Nytt varsel når datoen flyttes minst"), value=days(version.renotify_when_moved_days)
        ),
        parts.Fact(
            label=_("Spør om å fornye samtykket, før det går ut"), value=days(version.consent_renewal_days)
        ),
        *_intervals(version),
    ]


def _intervals(version: AgreementVersion) -> list[parts.Fact]:
    contact = length(version.contact_interval_count, OffsetUnit(version.contact_interval_unit))
    committee = length(version.committee_interval_months, OffsetUnit.MONTHS)
    notice = length(version.termination_notice_months, OffsetUnit.MONTHS)
    return [
        parts.Fact(label=_("Kontakt mellom fengsel og kommune, minst hver"), value=contact),
        parts.Fact(label=_("Møte i samarbeidsutvalget, minst hver"), value=committee),
        parts.Fact(label=_("Frist for å si opp"), value=notice),
        parts.Fact(label=_("Avtalen gjennomgås"), value=_day(version.review_on)),
    ]


def _roles(version: AgreementVersion) -> list[parts.Fact]:
    roles = filled_roles([version])[version.pk]
    ids = {unit for held in roles.values() for unit in (held.unit_id, held.deputy_id)}
    names = dict(Unit.objects.filter(pk__in=ids).values_list("id", "name"))
    return [
        parts.Fact(label=ROLE[role], value=names[held.unit_id], note=_more(held, names))
        for role, held in roles.items()
    ]


def _more(held: Filled, names: Mapping[int, str]) -> str:
    """Who steps in, and whether notices go there too."""
    deputy = _("stedfortreder: %(unit)s") % {"unit": names[held.deputy_id]} if held.deputy_id else ""
    told = _("får også varsel, når personen har sagt ja") if held.must_be_told else ""
    return ", ".join(line for line in (deputy, told) if line)


def _line(rule: DeadlineRule, changed: set[str]) -> DeadlineLine:
    return DeadlineLine(
        title=_(rule.title),
        who=f"{PARTY[rule.party]}, {ROLE[rule.role]}",
        when=said(rule.due, each_prison=rule.each_prison),
        clause=_(rule.clause),
        source=_(rule.source),
        basis=str(BASIS[rule.basis]),
        changed=rule.code in changed,
        always=not rule.can_be_exempted,
    )
