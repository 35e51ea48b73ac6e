"""What a draft is given from the version it follows: deadlines, units and clauses as rows of its own."""

from __future__ import annotations

from hjemvei.agreements.clauses import is_own
from hjemvei.agreements.drafts import VersionDraft, editable_rules, own_offsets
from hjemvei.agreements.enums import RoleCode
from hjemvei.agreements.kinds import ClauseSource
from hjemvei.agreements.models import AgreementClause, AgreementVersion, DeadlineChange, RoleUnit


def write_terms(
    before: AgreementVersion, version: AgreementVersion, draft: VersionDraft, *, with_units: bool = True
) -> None:
    """What differs from the default rules, also where nobody may change it by hand; and the units, with the
    deputies and duties to tell that stood there before. Another agreement's units are not ours.
    """
    kept = DeadlineChange.objects.filter(version=before).exclude(code__in=list(draft.deadlines))
    changes = [(row.code, row.count, row.unit) for row in kept.order_by("id")]
    changes += [(code, offset.count, offset.unit) for code, offset in own_offsets(draft).items()]
    DeadlineChange.objects.bulk_create(
        DeadlineChange(version=version, code=code, count=count, unit=unit) for code, count, unit in changes
    )
    if not with_units:
        return
    rows = RoleUnit.objects.filter(agreement_id=before.agreement_id, version__isnull=True) | (
        RoleUnit.objects.filter(version=before)
    )
    earlier = {row.role: row for row in rows.order_by("version_id", "id")}
    fresh = []
    for role, unit_id in draft.role_units.items():
        old = earlier.get(role)
        deputy = old.deputy_unit_id if old and old.deputy_unit_id != unit_id else None
        fresh.append(
            RoleUnit(
                agreement_id=version.agreement_id,
                version=version,
                role=role,
                unit_id=unit_id,
                deputy_unit_id=deputy,
                must_be_told=bool(old and old.must_be_told),
            )
        )
    RoleUnit.objects.bulk_create(fresh)


def rewrite_terms(version: AgreementVersion, draft: VersionDraft) -> None:
    """The same in a draft that has its rows already."""
    codes = [rule.code for rule in editable_rules()]
    DeadlineChange.objects.filter(version=version, code__in=codes).delete()
    DeadlineChange.objects.bulk_create(
        DeadlineChange(version=version, code=code, count=offset.count, unit=offset.unit)
        for code, offset in own_offsets(draft).items()
    )
    for row in RoleUnit.objects.filter(version=version):
        row.unit_id = draft.role_units.get(RoleCode(row.role), row.unit_id)
        row.deputy_unit_id = None if row.deputy_unit_id == row.unit_id else row.deputy_unit_id
        row.save(update_fields=["unit", "deputy_unit"])


def copy_clauses(before: AgreementVersion, version: AgreementVersion, *, source: ClauseSource) -> None:
    """The parties' own clauses; what they had inherited is inherited again. What is only the template's own
    text, as it stood when that version was signed, is not theirs.
    """
    theirs = AgreementClause.objects.filter(version=before).exclude(
        source__in=[ClauseSource.TEMPLATE, ClauseSource.PARENT], change_note="", is_left_out=False
    )
    AgreementClause.objects.bulk_create(
        AgreementClause(
            version=version,
            language=row.language,
            code=row.code,
            position=row.position,
            title=row.title,
            body=row.body,
            source=source,
            forked_from=row,
            change_note=row.change_note,
            is_left_out=row.is_left_out,
        )
        for row in theirs.order_by("id")
        if not (is_own(row.code) and row.is_left_out)
    )
