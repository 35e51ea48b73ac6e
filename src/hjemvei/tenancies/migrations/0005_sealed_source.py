"""Who said where the first night was spent is sealed by the person's key too (ADR-0018)."""

from __future__ import annotations

from django.db import migrations, models

from hjemvei.sharing.sealed import SealedText
from hjemvei.sharing.sealed_columns import DEPENDS, seal_columns


class Migration(migrations.Migration):
    dependencies = [("tenancies", "0004_sealed_texts"), *DEPENDS]
    operations = [
        seal_columns(
            "tenancies_firstnight",
            {"source": SealedText()},
            by=__name__,
            constraints=[
                models.CheckConstraint(condition=~models.Q(source=""), name="first_night_source"),
            ],
        ),
    ]
