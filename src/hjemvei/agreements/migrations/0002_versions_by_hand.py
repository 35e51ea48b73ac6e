"""A version has its own units, says why it was made and by whom."""

from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("agreements", "0001_initial"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]
    operations = [
        migrations.AddField(
            model_name="agreementversion",
            name="note",
            field=models.CharField(blank=True, default="", max_length=400),
        ),
        migrations.AddField(
            model_name="agreementversion",
            name="recorded_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="agreementversion",
            name="recorded_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="roleunit",
            name="version",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="role_units",
                to="agreements.agreementversion",
            ),
        ),
        migrations.RemoveConstraint(model_name="roleunit", name="role_unit_once"),
        migrations.AddConstraint(
            model_name="roleunit",
            constraint=models.UniqueConstraint(
                condition=models.Q(("version__isnull", True)),
                fields=("agreement", "role"),
                name="role_unit_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="roleunit",
            constraint=models.UniqueConstraint(fields=("version", "role"), name="role_unit_once_a_version"),
        ),
    ]
