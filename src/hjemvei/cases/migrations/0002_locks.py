"""Row-level security of everything in a case, and the caseload that the kernel keeps."""

from __future__ import annotations

from django.db import migrations

from hjemvei.accounts.enums import InfoClass
from hjemvei.cases.migrations import _kernel_sql as sql
from hjemvei.core import rls

CUSTODY, COORDINATION, HOUSING = (
    InfoClass.CUSTODY.value,
    InfoClass.COORDINATION.value,
    InfoClass.HOUSING.value,
)
TABLES: dict[str, tuple[int | None, str]] = {
    "custody": (CUSTODY, ""),
    "placement": (CUSTODY, ""),
    "releasedate": (CUSTODY, ""),
    "presumedstay": (CUSTODY, ""),
    "absence": (CUSTODY, ""),
    "appliedagreement": (COORDINATION, ""),
    "responsibility": (COORDINATION, "to_unit_id"),
    "notice": (COORDINATION, "to_unit_id"),
    "assignment": (COORDINATION, "to_unit_id"),
    "task": (None, "to_unit_id"),
    "homestatus": (HOUSING, ""),
    "event": (None, ""),
    "message": (COORDINATION, "to_unit_id"),
    "document": (None, "to_unit_id"),
}
INQUIRY_SEEN = f"t.owner_unit_id = ANY ({rls.UNITS}) OR t.to_unit_id = ANY ({rls.UNITS})"
CASELOAD_SEEN = (
    f"t.unit_id = ANY ({rls.UNITS}) AND EXISTS (SELECT 1 FROM sharing_case c WHERE c.id = t.case_id)"
)


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial"), ("sharing", "0002_kernel")]
    operations = [
        *[
            operation
            for table, (info_class, to_unit) in TABLES.items()
            for operation in rls.case_child(f"cases_{table}", info_class=info_class, to_unit=to_unit)
        ],
        *rls.policies(
            "cases_inquiry",
            select=INQUIRY_SEEN,
            insert=f"t.owner_unit_id = ANY ({rls.UNITS})",
            update=INQUIRY_SEEN,
        ),
        *rls.policies("cases_caseload", select=CASELOAD_SEEN),
        rls.no_writes("cases_caseload"),
        *[operation for table in [*TABLES, "inquiry"] for operation in rls.logged(f"cases_{table}")],
        rls.in_case("cases_custody"),
        rls.in_case("cases_notice"),
        rls.in_case("cases_message"),
        rls.in_case("sharing_consent"),
        rls.same_case("cases_placement", "custody_id", "cases_custody"),
        rls.same_case("cases_releasedate", "custody_id", "cases_custody"),
        rls.same_case("cases_presumedstay", "custody_id", "cases_custody"),
        rls.same_case("cases_absence", "custody_id", "cases_custody"),
        rls.same_case("cases_notice", "consent_id", "sharing_consent"),
        rls.same_case("cases_notice", "replaces_id", "cases_notice"),
        rls.same_case("cases_message", "answers_id", "cases_message"),
        rls.same_case("sharing_consentscope", "consent_id", "sharing_consent"),
        rls.same_case("sharing_disclosure", "consent_id", "sharing_consent"),
        rls.function("sync_caseload(case_ids bigint[]) RETURNS void LANGUAGE plpgsql", sql.SYNC_CASELOAD),
    ]
