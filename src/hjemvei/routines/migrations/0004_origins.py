"""What was learned says which clause it concerns, and can be found from the deviation or decision it came from."""

from __future__ import annotations

from django.db import migrations, models

from hjemvei.core import rls


class Migration(migrations.Migration):
    dependencies = [("routines", "0003_colleagues_now")]
    operations = [
        rls.logged_change(
            "routines_improvement",
            [
                migrations.AddField(
                    model_name="improvement",
                    name="clause",
                    field=models.CharField(blank=True, default="", max_length=24),
                ),
                migrations.AddField(
                    model_name="improvement",
                    name="origin",
                    field=models.CharField(blank=True, default="", max_length=64),
                ),
            ],
            by=__name__,
        ),
        migrations.RemoveConstraint(model_name="improvement", name="improvement_once"),
        migrations.AddConstraint(
            model_name="improvement",
            constraint=models.UniqueConstraint(
                condition=models.Q(models.Q(("reference", ""), _negated=True), ("origin", "")),
                fields=("controller", "source", "reference"),
                name="improvement_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="improvement",
            constraint=models.UniqueConstraint(
                condition=models.Q(("origin", ""), _negated=True),
                fields=("controller", "origin"),
                name="improvement_once_a_row",
            ),
        ),
    ]
