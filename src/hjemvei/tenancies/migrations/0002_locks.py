"""Row-level security of leases, guarantees, first nights and follow-up."""

from __future__ import annotations

from django.db import migrations

from hjemvei.accounts.enums import InfoClass
from hjemvei.core import rls

TABLES: dict[str, tuple[int, str]] = {
    "lease": (InfoClass.HOUSING.value, ""),
    "guarantee": (InfoClass.ECONOMY.value, ""),
    "firstnight": (InfoClass.HOUSING.value, ""),
    "followup": (InfoClass.COORDINATION.value, "to_unit_id"),
}


class Migration(migrations.Migration):
    dependencies = [("tenancies", "0001_initial"), ("allocation", "0002_locks")]
    operations = [
        *[
            operation
            for table, (info_class, to_unit) in TABLES.items()
            for operation in [
                *rls.case_child(f"tenancies_{table}", info_class=info_class, to_unit=to_unit),
                *rls.logged(f"tenancies_{table}"),
            ]
        ],
        rls.in_case("tenancies_lease"),
        rls.same_case("tenancies_lease", "offer_id", "allocation_offer"),
        rls.same_case("tenancies_guarantee", "lease_id", "tenancies_lease"),
    ]
