"""A waiting mail about one case to somebody of one unit can be stopped. By number: the outbox stands below both."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("audit", "0007_person")]
    operations = [
        migrations.AddField(
            model_name="outbox", name="case_id", field=models.BigIntegerField(null=True, blank=True)
        ),
        migrations.AddField(
            model_name="outbox", name="to_unit_id", field=models.IntegerField(null=True, blank=True)
        ),
        migrations.AddField(
            model_name="outbox", name="cancelled_at", field=models.DateTimeField(null=True, blank=True)
        ),
    ]
