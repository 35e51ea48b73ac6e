"""Wishes, grounds and reasons are sealed by the person's key (ADR-0018)."""

from __future__ import annotations

from django.db import migrations, models

from hjemvei.sharing.sealed_columns import DEPENDS, optional, seal_columns


class Migration(migrations.Migration):
    dependencies = [("allocation", "0003_offered"), *DEPENDS]
    operations = [
        seal_columns(
            "allocation_application",
            {"wishes": optional(), "help_given": optional(), "reasons": optional()},
            by=__name__,
            constraints=[
                models.CheckConstraint(
                    condition=~models.Q(state__in=["granted", "refused"])
                    | (models.Q(decided_on__isnull=False, appeal_by__isnull=False) & ~models.Q(reasons="")),
                    name="application_decided_with_reasons",
                ),
            ],
        ),
        seal_columns(
            "allocation_offer",
            {"reason": optional()},
            by=__name__,
            constraints=[
                models.CheckConstraint(
                    condition=~models.Q(state__in=["declined", "withdrawn"]) | ~models.Q(reason=""),
                    name="offer_not_taken_for_a_reason",
                ),
            ],
        ),
    ]
