"""The person's own words, goals and measures are sealed by the person's key (ADR-0018)."""

from __future__ import annotations

from django.db import migrations, models

from hjemvei.sharing.sealed import SealedText
from hjemvei.sharing.sealed_columns import DEPENDS, optional, seal_columns


class Migration(migrations.Migration):
    dependencies = [("plans", "0002_locks"), *DEPENDS]
    operations = [
        seal_columns(
            "plans_plan",
            {"own_words": optional()},
            by=__name__,
        ),
        seal_columns(
            "plans_goal",
            {"text": SealedText()},
            by=__name__,
            constraints=[
                models.CheckConstraint(
                    condition=~models.Q(text=""),
                    name="goal_says_something",
                ),
            ],
        ),
        seal_columns(
            "plans_measure",
            {"text": SealedText()},
            by=__name__,
            constraints=[
                models.CheckConstraint(
                    condition=~models.Q(text=""),
                    name="measure_says_something",
                ),
            ],
        ),
    ]
