"""Make an agreement with its parties, scope, roles and first version; numbers are data, never code."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from hjemvei.agreements.defaults import CASE_DEADLINES
from hjemvei.agreements.enums import PartyCode, RoleCode
from hjemvei.agreements.models import (
    Agreement,
    AgreementParty,
    AgreementScope,
    AgreementVersion,
    DeadlineChange,
    RoleUnit,
)
from hjemvei.agreements.rules import Offset
from hjemvei.agreements.signed import freeze
from hjemvei.agreements.states import AgreementState
from hjemvei.agreements.upkeep import upkeep
from hjemvei.core.errors import RuleBroken
from hjemvei.parties.models import Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementText:
    """`changes`: where a deadline differs from the default rule of the same code."""

    name: str
    purpose: str
    signed_on: dt.date
    starts_on: dt.date
    minimum_stay_months: int = 2
    prison_access_days_after_release: int = 14
    renotify_when_moved_days: int = 7
    consent_renewal_days: int = 14
    target_people_at_a_time: int | None = None
    changes: Mapping[str, Offset] | None = None


def make_agreement(
    *,
    text: AgreementText,
    prison_units: Sequence[Unit],
    municipal_unit: Unit,
    role_units: Mapping[RoleCode, Unit],
) -> AgreementVersion:
    """One that was signed elsewhere is put on record by whoever sets the installation up: its numbers, not
    its text. No page does it, and it is nobody's signature.

    The first prison unit answers for the prison. Raises RuleBroken for an unknown deadline code.
    """
    changes = text.changes or {}
    unknown = sorted(changes.keys() - {rule.code for rule in CASE_DEADLINES})
    if unknown:
        raise RuleBroken(_("Fristen finnes ikke: %(codes)s") % {"codes": ", ".join(unknown)}, code="deadline")
    with upkeep():
        agreement = Agreement.objects.create(
            name=text.name, purpose=text.purpose, signed_on=text.signed_on, state=AgreementState.IN_FORCE
        )
        for unit, side in ((prison_units[0], PartyCode.PRISON), (municipal_unit, PartyCode.MUNICIPALITY)):
            AgreementParty.objects.create(
                agreement=agreement, controller_id=unit.controller_id, side=side, contact_unit=unit
            )
        for unit in prison_units:
            AgreementScope.objects.create(agreement=agreement, unit=unit)
        for role, unit in role_units.items():
            RoleUnit.objects.create(agreement=agreement, role=role, unit=unit)
        return _first_version(agreement, text, changes)


def _first_version(
    agreement: Agreement, text: AgreementText, changes: Mapping[str, Offset]
) -> AgreementVersion:
    version = AgreementVersion.objects.create(
        agreement=agreement,
        number=1,
        minimum_stay_months=text.minimum_stay_months,
        prison_access_days_after_release=text.prison_access_days_after_release,
        renotify_when_moved_days=text.renotify_when_moved_days,
        consent_renewal_days=text.consent_renewal_days,
        target_people_at_a_time=text.target_people_at_a_time,
        starts_on=text.starts_on,
    )
    for code, offset in changes.items():
        DeadlineChange.objects.create(version=version, code=code, count=offset.count, unit=offset.unit)
    return freeze(version)
