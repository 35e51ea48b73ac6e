"""By what staff knew the person is sealed by that person's key (ADR-0018)."""

from __future__ import annotations

from django.db import migrations, models

from hjemvei.sharing.sealed_columns import DEPENDS, optional, seal_columns


class Migration(migrations.Migration):
    dependencies = [("portal", "0004_emergencies"), *DEPENDS]
    operations = [
        seal_columns(
            "portal_visit",
            {"how": optional()},
            by=__name__,
            constraints=[
                models.CheckConstraint(
                    condition=~models.Q(strength="attended") | ~models.Q(how=""), name="visit_attended_how"
                ),
            ],
        ),
    ]
