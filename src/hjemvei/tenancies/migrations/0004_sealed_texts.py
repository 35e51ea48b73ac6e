"""Notes of the time after release are sealed by the person's key (ADR-0018)."""

from __future__ import annotations

from django.db import migrations

from hjemvei.sharing.sealed_columns import DEPENDS, optional, seal_columns


class Migration(migrations.Migration):
    dependencies = [("tenancies", "0003_periods"), *DEPENDS]
    operations = [
        seal_columns(
            "tenancies_lease",
            {"end_reason": optional()},
            by=__name__,
        ),
        seal_columns(
            "tenancies_firstnight",
            {"detail": optional()},
            by=__name__,
        ),
        seal_columns(
            "tenancies_followup",
            {"note": optional(), "went_well": optional()},
            by=__name__,
        ),
    ]
