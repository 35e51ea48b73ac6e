"""Which form a key belongs to and how long it lay open, for the measure of administrative load (ADR-0032)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("audit", "0021_purge_reads")]
    operations = [
        migrations.AddField(
            model_name="oncekey",
            name="step",
            field=models.CharField(blank=True, db_default="", default="", max_length=60),
        ),
        migrations.AddField(
            model_name="oncekey", name="seconds", field=models.IntegerField(blank=True, null=True)
        ),
    ]
