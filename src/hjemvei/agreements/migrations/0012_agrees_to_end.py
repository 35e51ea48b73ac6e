"""Before the notice is over an agreement ends on a day that every party has said yes to."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("agreements", "0011_summaries_by_two")]
    operations = [
        migrations.AddField(
            model_name="agreementparty",
            name="agrees_to_end",
            field=models.DateField(blank=True, null=True),
        )
    ]
