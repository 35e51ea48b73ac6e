"""What the agreement's page shows: parties, scope, numbers and every deadline with its clause."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from hjemvei.agreements.enums import EventCode, OffsetUnit, PartyCode, RoleCode, RuleBasis
from hjemvei.agreements.models import Agreement, AgreementVersion
from hjemvei.agreements.queries import terms_of
from hjemvei.agreements.rules import DeadlineRule, Moment
from hjemvei.ui import parts
from hjemvei.ui.formats import date

PARTY: Mapping[PartyCode, Promise] = {
    PartyCode.PRISON: gettext_lazy("fengselet"),
    PartyCode.MUNICIPALITY: gettext_lazy("kommunen"),
    PartyCode.BOTH: gettext_lazy("begge"),
}
ROLE: Mapping[RoleCode, Promise] = {
    RoleCode.CONTACT_OFFICER: gettext_lazy("kontaktbetjent"),
    RoleCode.PRISON_SOCIAL_WORKER: gettext_lazy("sosialkonsulent i fengsel"),
    RoleCode.REINTEGRATION_COORDINATOR: gettext_lazy("tilbakeføringskoordinator"),
    RoleCode.NAV_ADVISER_IN_PRISON: gettext_lazy("NAV-veileder i fengsel"),
    RoleCode.MUNICIPAL_COORDINATOR: gettext_lazy("kommunal koordinator"),
    RoleCode.HOUSING_CONSULTANT: gettext_lazy("boligkonsulent"),
    RoleCode.HOUSING_OFFICE: gettext_lazy("boligkontoret"),
    RoleCode.NAV_CASEWORKER: gettext_lazy("saksbehandler i NAV"),
    RoleCode.FOLLOW_UP_WORKER: gettext_lazy("oppfølger"),
    RoleCode.PROBATION_OFFICER: gettext_lazy("ansatt i friomsorgen"),
}
EVENT: Mapping[EventCode, Promise] = {
    EventCode.ADMISSION: gettext_lazy("innsettelse"),
    EventCode.CONSENT: gettext_lazy("samtykke"),
    EventCode.ELIGIBLE: gettext_lazy("avtalen gjelder"),
    EventCode.RELEASE_DATE_KNOWN: gettext_lazy("datoen ble kjent"),
    EventCode.RELEASE_DATE_MOVED: gettext_lazy("datoen flyttet seg"),
    EventCode.EXPECTED_RELEASE: gettext_lazy("forventet løslatelse"),
    EventCode.RELEASED: gettext_lazy("løslatelse"),
    EventCode.UNPLANNED_RELEASE: gettext_lazy("løslatelse på kort varsel"),
    EventCode.NOTICE_SENT: gettext_lazy("varsel"),
    EventCode.INQUIRY_RECEIVED: gettext_lazy("henvendelse"),
    EventCode.DISPUTE_RAISED: gettext_lazy("uenighet"),
    EventCode.TEMPORARY_STAY_STARTED: gettext_lazy("midlertidig opphold"),
    EventCode.ABSENCE_ENDED: gettext_lazy("fraværet er slutt"),
    EventCode.MINIMUM_TIME: gettext_lazy("minstetiden"),
    EventCode.REPORTING_DUTY_STARTED: gettext_lazy("møteplikten starter"),
    EventCode.NETWORK_MET: gettext_lazy("forrige møte"),
    EventCode.MAPPING_EXPORTED: gettext_lazy("forrige levering"),
}
BASIS: Mapping[RuleBasis, Promise] = {
    RuleBasis.STATUTE: gettext_lazy("lov"),
    RuleBasis.AGREEMENT: gettext_lazy("avtalen"),
    RuleBasis.GUIDANCE: gettext_lazy("veiledning"),
    RuleBasis.OWN_DEFAULT: gettext_lazy("vårt forslag"),
}


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
    numbers: Sequence[parts.Fact]
    roles: Sequence[parts.Fact]
    deadlines: Sequence[DeadlineLine]


def agreement_page(agreement: Agreement, *, today: dt.date) -> AgreementPage | None:
    """Seven statements. The version in force, else the newest; None without any."""
    versions = AgreementVersion.objects.filter(agreement=agreement)
    version = versions.in_force(today).first() or versions.order_by("-starts_on", "-id").first()
    if version is None:
        return None
    terms = terms_of([version.pk])[version.pk]
    changed = set(version.deadline_changes.values_list("code", flat=True))
    return AgreementPage(
        name=agreement.name,
        purpose=agreement.purpose,
        parties=_parties(agreement),
        numbers=_numbers(agreement, version),
        roles=_roles(agreement),
        deadlines=[_line(rule, changed) for rule in terms.rules],
    )


def _parties(agreement: Agreement) -> list[parts.Fact]:
    rows = agreement.parties.select_related("controller", "contact_unit").order_by("id")
    facts = [
        parts.Fact(label=PARTY[PartyCode(row.side)], value=row.controller.name, note=row.contact_unit.name)
        for row in rows
    ]
    scope = agreement.scope.select_related("unit").order_by("unit__name", "id")
    places = ", ".join(row.unit.name for row in scope)
    return [*facts, parts.Fact(label=_("Gjelder i"), value=places)]


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
            value=_("når noen antar det, med dato og grunn")
            if version.remand_needs_presumption
            else _("alltid"),
        ),
        parts.Fact(label=_("Omtrent hvor mange om gangen"), value=str(target) if target else "–"),
        parts.Fact(
            label=_("Fengselets tilgang etter løslatelse"),
            value=days(version.prison_access_days_after_release),
        ),
        parts.Fact(
            label=_("Nytt varsel når datoen flyttes minst"), value=days(version.renotify_when_moved_days)
        ),
    ]


def _roles(agreement: Agreement) -> list[parts.Fact]:
    rows = agreement.role_units.select_related("unit").order_by("id")
    return [parts.Fact(label=ROLE[RoleCode(row.role)], value=row.unit.name) for row in rows]


def _line(rule: DeadlineRule, changed: set[str]) -> DeadlineLine:
    return DeadlineLine(
        title=_(rule.title),
        who=f"{PARTY[rule.party]}, {ROLE[rule.role]}",
        when=said(rule.due),
        clause=_(rule.clause),
        source=_(rule.source),
        basis=str(BASIS[rule.basis]),
        changed=rule.code in changed,
        always=not rule.can_be_exempted,
    )


def said(moment: Moment) -> str:
    """«3 virkedager etter varsel», «6 måneder før forventet løslatelse», «samme dag som innsettelse»."""
    event, count = EVENT[moment.event], moment.offset.count
    if count == 0:
        return _("samme dag som %(event)s") % {"event": event}
    distance = length(abs(count), moment.offset.unit)
    text = _("%(distance)s etter %(event)s") if count > 0 else _("%(distance)s før %(event)s")
    return text % {"distance": distance, "event": event}


def length(count: int, unit: OffsetUnit) -> str:
    """«1 virkedag», «6 måneder»."""
    words = {
        OffsetUnit.WORKING_DAYS: ngettext("%(n)s virkedag", "%(n)s virkedager", count),
        OffsetUnit.DAYS: ngettext("%(n)s dag", "%(n)s dager", count),
        OffsetUnit.WEEKS: ngettext("%(n)s uke", "%(n)s uker", count),
        OffsetUnit.MONTHS: ngettext("%(n)s måned", "%(n)s måneder", count),
    }
    return words[unit] % {"n": count}
