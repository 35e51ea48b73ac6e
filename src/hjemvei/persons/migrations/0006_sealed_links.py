"""Why two records are said to be one human being is sealed by the key of the first (ADR-0018)."""

from __future__ import annotations

from django.db import migrations, models

from hjemvei.core import rls
from hjemvei.persons.sealed import SealedText
from hjemvei.persons.sealing import SealColumn, of_named_person

FIRST = of_named_person("first_id")


class Migration(migrations.Migration):
    dependencies = [
        ("persons", "0005_access_rules"),
        ("sharing", "0010_data_keys"),
        ("audit", "0005_changed_columns"),
    ]
    operations = [
        rls.logged_change(
            "persons_duplicatelink",
            [
                migrations.RemoveConstraint("duplicatelink", "duplicate_unlink_reason"),
                SealColumn("duplicatelink", "reason", SealedText(), read=FIRST),
                SealColumn("duplicatelink", "unlink_reason", SealedText(blank=True, default=""), read=FIRST),
                migrations.AddConstraint(
                    "duplicatelink",
                    models.CheckConstraint(
                        condition=models.Q(unlinked_at__isnull=True) | ~models.Q(unlink_reason=""),
                        name="duplicate_unlink_reason",
                    ),
                ),
            ],
            by=__name__,
        ),
    ]
