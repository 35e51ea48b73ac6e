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
    """What differs from the default rules, also where nobody may change it by hand; and the units, with their
    deputies and who must be told. Another agreement's units are not ours.
    """
    kept = DeadlineChange.objects.filter(version=before).exclude(code__in=list(draft.deadlines))
    changes = [(row.code, row.count, row.unit) for row in kept.order_by("id")]
    changes += [(code, offset.count, offset.unit) for code, offset in own_offsets(draft).items()]
    DeadlineChange.objects.bulk_create(
        DeadlineChange(version=version, code=code, count=count, unit=unit) for code, count, unit in changes
    )
    if not with_units:
        return
    RoleUnit.objects.bulk_create(
        RoleUnit(
            agreement_id=version.agreement_id,
            version=version,
            role=role,
            unit_id=unit_id,
            deputy_unit_id=_deputy(draft, role),
            must_be_told=role in draft.told,
        )
        for role, unit_id in draft.role_units.items()
    )


def _deputy(draft: VersionDraft, role: RoleCode) -> int | None:
    """A unit that has taken over the one it stood in for is its own deputy no more."""
    found = draft.deputies.get(role)
    return found if found != draft.role_units[role] else None


def rewrite_terms(version: AgreementVersion, draft: VersionDraft) -> None:
    """The same in a draft that has its rows already."""
    codes = [rule.code for rule in editable_rules()]
    DeadlineChange.objects.filter(version=version, code__in=codes).delete()
    DeadlineChange.objects.bulk_create(
        DeadlineChange(version=version, code=code, count=offset.count, unit=offset.unit)
        for code, offset in own_offsets(draft).items()
    )
    for row in RoleUnit.objects.filter(version=version, role__in=list(draft.role_units)):
        role = RoleCode(row.role)
        row.unit_id, row.deputy_unit_id = draft.role_units[role], _deputy(draft, role)
        row.must_be_told = role in draft.told
        row.save(update_fields=["unit", "deputy_unit", "must_be_told"])


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
