"""A line of its own kind (S) for a row whose columns a migration has changed; its purpose is the migration's name.

No other migration may depend on this one that an installation may have run before it: Django would refuse the
database. A change of a logged table that is older than this finds either no rows, or this migration done, for
without dependencies apps are migrated by their names.
"""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("audit", "0004_salts_at_once")]
    operations = [
        migrations.AlterField(
            model_name="changelog",
            name="purpose",
            field=models.CharField(max_length=80),
        ),
        migrations.RemoveConstraint(model_name="changelog", name="change_log_operation"),
        migrations.AddConstraint(
            model_name="changelog",
            constraint=models.CheckConstraint(
                condition=models.Q(("operation__in", ["I", "U", "D", "S"])), name="change_log_operation"
            ),
        ),
    ]
