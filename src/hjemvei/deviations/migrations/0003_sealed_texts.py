"""What is written of a breach is sealed by the person's key (ADR-0018)."""

from __future__ import annotations

from django.db import migrations

from hjemvei.sharing.sealed_columns import DEPENDS, optional, seal_columns


class Migration(migrations.Migration):
    dependencies = [("deviations", "0002_locks"), *DEPENDS]
    operations = [
        seal_columns(
            "deviations_deviation",
            {"note": optional(), "measure": optional()},
            by=__name__,
        ),
    ]
