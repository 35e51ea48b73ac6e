"""Which agreement is in force between a prison unit and a municipality, and what its numbers are."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Case, Exists, F, Max, OuterRef, Q, QuerySet, When
from django.db.models.functions import Now, TruncDate
from django.utils import timezone

from hjemvei.accounts.actor import Actor
from hjemvei.agreements.defaults import CASE_DEADLINES, CONTACT, Parameters, parameter_changes
from hjemvei.agreements.enums import OffsetUnit, RoleCode
from hjemvei.agreements.kinds import AgreementLevel
from hjemvei.agreements.models import (
    Agreement,
    AgreementParty,
    AgreementScope,
    AgreementVersion,
    DeadlineChange,
    RoleUnit,
)
from hjemvei.agreements.rules import DeadlineRule, Offset, configured
from hjemvei.agreements.states import VersionState
from hjemvei.parties.enums import UnitKind
from hjemvei.parties.models import Unit


@dataclass(frozen=True, slots=True)
class Terms:
    """An agreement version as the case engine reads it; `role_units` says which unit fills which role."""

    version_id: int
    agreement_id: int
    number: int
    rules: tuple[DeadlineRule, ...]
    role_units: Mapping[RoleCode, int]
    deputies: Mapping[RoleCode, int]
    minimum_stay_months: int
    renotify_when_moved_days: int
    prison_access_days: int


LOCAL_FIRST = Case(When(agreement__level=AgreementLevel.LOCAL, then=0), default=1)
"""Where a local and a wider agreement both cover a place, the local one holds."""

DEFAULT_TERMS = Terms(
    version_id=0,
    agreement_id=0,
    number=0,
    rules=configured(CASE_DEADLINES, changes=parameter_changes(Parameters())),
    role_units={},
    deputies={},
    minimum_stay_months=Parameters().minimum_stay_months,
    renotify_when_moved_days=Parameters().renotice_moved_days,
    prison_access_days=Parameters().prison_access_days_after_release,
)


def in_districts() -> Exists:
    """Whether it covers only parts of a city: which one somebody lived in, no case knows, so an agreement
    with the whole municipality goes before it.
    """
    districts = AgreementScope.objects.filter(unit__kind=UnitKind.CITY_DISTRICT)
    return Exists(districts.filter(agreement_id=OuterRef("agreement_id")))


def version_in_force(*, prison_unit_id: int, municipality: str, today: dt.date) -> AgreementVersion | None:
    """The version of the agreement that covers the prison unit and has the municipality as party; newest."""
    parties = AgreementParty.objects.on(today).filter(controller__municipality_id=municipality)
    return (
        AgreementVersion.objects.in_force(today)
        .driving()
        .filter(
            agreement_id__in=parties.filter(agreement_id__in=covering(prison_unit_id)).values("agreement_id"),
        )
        .select_related("agreement")
        .order_by(LOCAL_FIRST.asc(), in_districts().asc(), "-starts_on", "-id")
        .first()
    )


def heir_of(place: str) -> Case:
    """The unit that a signed text names, or the one that has taken it over since (ADR-0031)."""
    today = TruncDate(Now(), tzinfo=timezone.get_default_timezone())
    gone = Q(**{f"{place}__ends_before__lte": today, f"{place}__successor__isnull": False})
    return Case(When(gone, then=F(f"{place}__successor_id")), default=F(f"{place}_id"))


def covering(prison_unit_id: int) -> QuerySet[AgreementScope, int]:
    """The agreements that cover the unit, also by the name of one that it has taken over."""
    rows = AgreementScope.objects.annotate(now_unit=heir_of("unit")).filter(now_unit=prison_unit_id)
    return rows.values_list("agreement_id", flat=True)


def versions_by_place(*, today: dt.date) -> dict[tuple[int, str], int]:
    """Every version in force, by prison unit and municipality: for deciding many cases in two statements."""
    rows = AgreementVersion.objects.in_force(today).driving()
    live = dict(
        rows.order_by(LOCAL_FIRST.desc(), in_districts().desc(), "starts_on", "id").values_list(
            "agreement_id", "id"
        )
    )
    covered = AgreementScope.objects.filter(agreement_id__in=live).annotate(now_unit=heir_of("unit"))
    scope = sorted(set(covered.values_list("agreement_id", "now_unit")))
    parties = (
        AgreementParty.objects.on(today)
        .filter(agreement_id__in=live, controller__municipality__isnull=False)
        .values_list("agreement_id", "controller__municipality_id")
    )
    numbers: dict[int, list[str]] = {}
    for agreement_id, number in parties:
        numbers.setdefault(agreement_id, []).append(number)
    place = {agreement_id: place for place, agreement_id in enumerate(live)}
    rising = sorted(scope, key=lambda row: (place[row[0]], row[1]))
    return {(unit, number): live[a] for a, unit in rising for number in numbers.get(a, [])}


def terms_of(version_ids: Sequence[int]) -> dict[int, Terms]:
    """The terms of each version, in three statements however many there are."""
    wanted = set(version_ids)
    if not wanted:
        return {}
    versions = AgreementVersion.objects.filter(pk__in=wanted)
    changes: dict[int, dict[str, Offset]] = {}
    for change in DeadlineChange.objects.filter(version_id__in=wanted).order_by("id"):
        offset = Offset(change.count, OffsetUnit(change.unit))
        changes.setdefault(change.version_id, {})[change.code] = offset
    units = filled_roles(versions)
    return {v.pk: _terms(v, changes.get(v.pk, {}), units[v.pk]) for v in versions}


@dataclass(frozen=True, slots=True)
class Filled:
    """Who fills a role, who steps in (0: nobody), and whether notices go there too."""

    unit_id: int
    deputy_id: int
    must_be_told: bool


def role_units_of(versions: Iterable[AgreementVersion]) -> dict[int, dict[RoleCode, int]]:
    """By version: its own units, else those of the agreement; in one statement."""
    return {
        version_id: {role: filled.unit_id for role, filled in roles.items()}
        for version_id, roles in filled_roles(versions).items()
    }


def filled_roles(versions: Iterable[AgreementVersion]) -> dict[int, dict[RoleCode, Filled]]:
    """The same with deputies."""
    wanted = list(versions)
    rows = RoleUnit.objects.filter(agreement_id__in={v.agreement_id for v in wanted}).order_by("id")
    found: dict[tuple[int, int | None], dict[RoleCode, Filled]] = {}
    heirs = rows.annotate(now_unit=heir_of("unit"), now_deputy=heir_of("deputy_unit"))
    for agreement_id, version_id, role, unit_id, deputy, told in heirs.values_list(
        "agreement_id", "version_id", "role", "now_unit", "now_deputy", "must_be_told"
    ):
        filled = Filled(unit_id, deputy or 0, told)
        found.setdefault((agreement_id, version_id), {})[RoleCode(role)] = filled
    first = {v.pk: found.get((v.agreement_id, None), {}) for v in wanted}
    return {v.pk: found.get((v.agreement_id, v.pk)) or first[v.pk] for v in wanted}


def units_of_parties(agreement: Agreement) -> QuerySet[Unit, Unit]:
    """The units in force of whoever is party today, by name."""
    today = TruncDate(Now(), tzinfo=timezone.get_default_timezone())
    parties = AgreementParty.objects.filter(
        Q(joins_on__isnull=True) | Q(joins_on__lte=today),
        Q(leaves_before__isnull=True) | Q(leaves_before__gt=today),
        agreement=agreement,
    )
    units = Unit.objects.filter(
        Q(ends_before__isnull=True) | Q(ends_before__gt=today),
        controller_id__in=parties.values("controller_id"),
    )
    return units.order_by("name", "id")


def units_now(agreement_ids: Iterable[int]) -> list[int]:
    """The units that fill roles today in these agreements, each once."""
    today = TruncDate(Now(), tzinfo=timezone.get_default_timezone())
    live = AgreementVersion.objects.signed().filter(
        Q(ends_before__isnull=True) | Q(ends_before__gt=today),
        agreement_id__in=list(agreement_ids),
        starts_on__lte=today,
    )
    units = role_units_of(live.order_by("id"))
    return list(dict.fromkeys(unit for roles in units.values() for unit in roles.values()))


def next_number(agreement: Agreement) -> int:
    """Drafts count too: a number is never used twice."""
    found = AgreementVersion.objects.filter(agreement=agreement).aggregate(highest=Max("number"))
    return int(found["highest"] or 0) + 1


def open_draft(agreement: Agreement) -> AgreementVersion | None:
    """The draft that the parties work on; the caller has seen that they are the parties."""
    rows = AgreementVersion.objects.filter(agreement=agreement, state=VersionState.DRAFT)
    return rows.select_related("agreement", "parent_version").first()


def newest_version(agreement: Agreement) -> AgreementVersion | None:
    """The last one signed, whether or not it is in force yet."""
    return AgreementVersion.objects.signed().filter(agreement=agreement).order_by("-starts_on", "-id").first()


def shown_version(agreement: Agreement, *, today: dt.date) -> AgreementVersion | None:
    """What everybody reads of an open agreement: the one in force, else the last that was, else the first
    that comes.
    """
    rows = AgreementVersion.objects.signed().filter(agreement=agreement).select_related("agreement")
    ended = rows.filter(starts_on__lte=today).order_by("-starts_on", "-id")
    return rows.in_force(today).first() or ended.first() or rows.order_by("starts_on", "id").first()


def _terms(
    version: AgreementVersion, changes: Mapping[str, Offset], units: Mapping[RoleCode, Filled]
) -> Terms:
    numbers = Parameters(
        minimum_stay_months=version.minimum_stay_months,
        prison_access_days_after_release=version.prison_access_days_after_release,
        renotice_moved_days=version.renotify_when_moved_days,
    )
    contact = {CONTACT: Offset(version.contact_interval_count, OffsetUnit(version.contact_interval_unit))}
    return Terms(
        version_id=version.pk,
        agreement_id=version.agreement_id,
        number=version.number,
        rules=configured(CASE_DEADLINES, changes={**parameter_changes(numbers), **contact, **changes}),
        role_units={role: filled.unit_id for role, filled in units.items()},
        deputies={role: filled.deputy_id for role, filled in units.items() if filled.deputy_id},
        minimum_stay_months=version.minimum_stay_months,
        renotify_when_moved_days=version.renotify_when_moved_days,
        prison_access_days=version.prison_access_days_after_release,
    )


def agreements_in_force(*, today: dt.date) -> list[AgreementVersion]:
    """For the list of agreements, by name."""
    rows = AgreementVersion.objects.in_force(today).select_related("agreement")
    return list(rows.order_by("agreement__name", "id"))


def versions_to_come(*, today: dt.date) -> dict[int, AgreementVersion]:
    """The next version of each agreement that has one, by agreement."""
    rows = AgreementVersion.objects.signed().filter(starts_on__gt=today).order_by("-starts_on", "-id")
    return {row.agreement_id: row for row in rows}


def find_agreement(key: str) -> Agreement | None:
    """One that has been signed: open to everybody who is signed in."""
    return Agreement.objects.agreed().filter(key=key).first()


def find_visible(actor: Actor, key: str) -> Agreement | None:
    """Also what is only talked about, for its parties."""
    return Agreement.objects.visible_to(actor).filter(key=key).first()


def possible_units(agreement: Agreement, *, today: dt.date) -> list[Unit]:
    """The units of the parties' controllers that may fill a role, by name."""
    parties = agreement.parties.on(today).values("controller_id")
    return list(Unit.objects.in_force(today).filter(controller__in=parties).order_by("name", "id"))
