"""Which agreement is in force between a prison unit and a municipality, and what its numbers are."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.db.models.functions import Now, TruncDate
from django.utils import timezone

from hjemvei.agreements.defaults import CASE_DEADLINES, Parameters, parameter_changes
from hjemvei.agreements.enums import OffsetUnit, RoleCode
from hjemvei.agreements.models import (
    Agreement,
    AgreementParty,
    AgreementScope,
    AgreementVersion,
    DeadlineChange,
    RoleUnit,
)
from hjemvei.agreements.rules import DeadlineRule, Offset, configured
from hjemvei.parties.models import Unit


@dataclass(frozen=True, slots=True)
class Terms:
    """An agreement version as the case engine reads it; `role_units` says which unit fills which role."""

    version_id: int
    rules: tuple[DeadlineRule, ...]
    role_units: Mapping[RoleCode, int]
    minimum_stay_months: int
    renotify_when_moved_days: int
    prison_access_days: int


DEFAULT_TERMS = Terms(
    version_id=0,
    rules=configured(CASE_DEADLINES, changes=parameter_changes(Parameters())),
    role_units={},
    minimum_stay_months=Parameters().minimum_stay_months,
    renotify_when_moved_days=Parameters().renotice_moved_days,
    prison_access_days=Parameters().prison_access_days_after_release,
)


def version_in_force(*, prison_unit_id: int, municipality: str, today: dt.date) -> AgreementVersion | None:
    """The version of the agreement that covers the prison unit and has the municipality as party; newest."""
    return (
        AgreementVersion.objects.in_force(today)
        .filter(
            agreement__scope__unit_id=prison_unit_id,
            agreement__parties__controller__municipality_id=municipality,
        )
        .select_related("agreement")
        .order_by("-starts_on", "-id")
        .first()
    )


def versions_by_place(*, today: dt.date) -> dict[tuple[int, str], int]:
    """Every version in force, by prison unit and municipality: for deciding many cases in two statements."""
    live = dict(
        AgreementVersion.objects.in_force(today).order_by("starts_on", "id").values_list("agreement_id", "id")
    )
    scope = AgreementScope.objects.filter(agreement_id__in=live).values_list("agreement_id", "unit_id")
    parties = AgreementParty.objects.filter(
        agreement_id__in=live, controller__municipality__isnull=False
    ).values_list("agreement_id", "controller__municipality_id")
    numbers: dict[int, list[str]] = {}
    for agreement_id, number in parties:
        numbers.setdefault(agreement_id, []).append(number)
    return {(unit, number): live[a] for a, unit in scope for number in numbers.get(a, [])}


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
    units = role_units_of(versions)
    return {v.pk: _terms(v, changes.get(v.pk, {}), units[v.pk]) for v in versions}


def role_units_of(versions: Iterable[AgreementVersion]) -> dict[int, dict[RoleCode, int]]:
    """By version: its own units, else those of the agreement; in one statement."""
    wanted = list(versions)
    rows = RoleUnit.objects.filter(agreement_id__in={v.agreement_id for v in wanted}).order_by("id")
    found: dict[tuple[int, int | None], dict[RoleCode, int]] = {}
    for agreement_id, version_id, role, unit_id in rows.values_list(
        "agreement_id", "version_id", "role", "unit_id"
    ):
        found.setdefault((agreement_id, version_id), {})[RoleCode(role)] = unit_id
    first = {v.pk: found.get((v.agreement_id, None), {}) for v in wanted}
    return {v.pk: found.get((v.agreement_id, v.pk)) or first[v.pk] for v in wanted}


def units_now(agreement_ids: Iterable[int]) -> list[int]:
    """The units that fill roles today in these agreements, each once."""
    today = TruncDate(Now(), tzinfo=timezone.get_default_timezone())
    live = AgreementVersion.objects.filter(
        Q(ends_before__isnull=True) | Q(ends_before__gt=today),
        agreement_id__in=list(agreement_ids),
        starts_on__lte=today,
    )
    units = role_units_of(live.order_by("id"))
    return list(dict.fromkeys(unit for roles in units.values() for unit in roles.values()))


def newest_version(agreement: Agreement) -> AgreementVersion | None:
    """The last one made, whether or not it is in force yet."""
    return AgreementVersion.objects.filter(agreement=agreement).order_by("-starts_on", "-id").first()


def _terms(version: AgreementVersion, changes: Mapping[str, Offset], units: Mapping[RoleCode, int]) -> Terms:
    numbers = Parameters(
        minimum_stay_months=version.minimum_stay_months,
        prison_access_days_after_release=version.prison_access_days_after_release,
        renotice_moved_days=version.renotify_when_moved_days,
    )
    return Terms(
        version_id=version.pk,
        rules=configured(CASE_DEADLINES, changes={**parameter_changes(numbers), **changes}),
        role_units=units,
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
    rows = AgreementVersion.objects.filter(starts_on__gt=today).order_by("-starts_on", "-id")
    return {row.agreement_id: row for row in rows}


def find_agreement(key: str) -> Agreement | None:
    return Agreement.objects.filter(key=key).first()


def possible_units(agreement: Agreement, *, today: dt.date) -> list[Unit]:
    """The units of the parties' controllers that may fill a role, by name."""
    parties = agreement.parties.values("controller_id")
    return list(Unit.objects.in_force(today).filter(controller__in=parties).order_by("name", "id"))
