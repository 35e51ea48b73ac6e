"""What is added to an answer about housing is sealed by the person's key (ADR-0018)."""

from __future__ import annotations

from django.db import migrations

from hjemvei.sharing.sealed_columns import DEPENDS, optional, seal_columns


class Migration(migrations.Migration):
    dependencies = [("needs", "0003_fewer_indexes"), *DEPENDS]
    operations = [
        seal_columns(
            "needs_housingfact",
            {"detail": optional()},
            by=__name__,
        ),
    ]
