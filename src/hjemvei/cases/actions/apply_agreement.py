"""Decide which agreement version applies between a case and a municipality: a dated decision by a rule."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from hjemvei.accounts.actor import Actor
from hjemvei.agreements.queries import version_in_force, versions_by_place
from hjemvei.cases import rows
from hjemvei.cases.models import AppliedAgreement
from hjemvei.core.errors import RuleBroken
from hjemvei.sharing.models import Case, owned_by

BY_WISH = gettext_noop("kommunen personen ønsker å bo i")
BY_STAY = gettext_noop("kommunen personen oppholdt seg i")
BY_RESPONSIBILITY = gettext_noop("ansvarlig kommune er avklart")


def apply_agreement(
    *,
    actor: Actor,
    case: Case,
    municipality: str,
    at: dt.datetime,
    today: dt.date,
    rule: str = BY_RESPONSIBILITY,
) -> AppliedAgreement:
    """The newest decision is in force; the same one twice is one. Raises RuleBroken where there is none.

    A case that is under the agreement keeps the version that applied on its day, whatever version is newer.
    """
    placement = rows.open_placements(actor, [case.pk]).get(case.pk)
    version = placement and version_in_force(
        prison_unit_id=placement.unit_id, municipality=municipality, today=today
    )
    if not version:
        raise RuleBroken(_("Fengselet og kommunen har ingen avtale som gjelder nå."), code="no_agreement")
    newest: AppliedAgreement | None = (
        AppliedAgreement.objects.visible_to(actor)
        .filter(case=case)
        .select_related("version")
        .order_by("-id")
        .first()
    )
    same = (version.agreement_id, municipality)
    if newest is not None and (newest.version.agreement_id, newest.municipality_id) == same:
        return newest
    made, _new = AppliedAgreement.objects.get_or_create(
        case=case,
        version=version,
        municipality_id=municipality,
        defaults={**owned_by(actor, case, at=at), "rule": rule},
    )
    return made


def apply_agreements(
    *, actor: Actor, case_ids: Sequence[int], at: dt.datetime, today: dt.date
) -> list[AppliedAgreement]:
    """Where nobody has decided yet: the wished municipality's agreement, else that of the last stay."""
    versions = versions_by_place(today=today)
    if not versions:
        return []
    decided = AppliedAgreement.objects.visible_to(actor).filter(case_id__in=list(case_ids))
    waiting = set(case_ids) - set(decided.values_list("case_id", flat=True))
    custodies = rows.open_custodies(actor, waiting)
    placements = rows.open_placements(actor, custodies)
    made = []
    for case_id, placement in placements.items():
        if placement.unit_id not in actor.units:
            continue
        custody = custodies[case_id]
        choices = [(custody.wished_municipality_id, BY_WISH), (custody.municipality_of_stay_id, BY_STAY)]
        for number, rule in choices:
            version = versions.get((placement.unit_id, number or ""))
            if version and number:
                row = rows.row_of(actor, case_id, unit_id=placement.unit_id, at=at)
                made.append(AppliedAgreement(**row, version_id=version, municipality_id=number, rule=rule))
                break
    return AppliedAgreement.objects.bulk_create(made, batch_size=rows.BATCH)
