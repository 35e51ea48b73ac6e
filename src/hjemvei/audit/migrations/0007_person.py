"""The person on their own page (ADR-0019)."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0006_sealed_reads"),
    ]

    operations = [
        migrations.AlterField(
            model_name="readlog",
            name="channel",
            field=models.CharField(
                choices=[
                    ("web", "nettside"),
                    ("api", "API"),
                    ("job", "bakgrunnsjobb"),
                    ("command", "kommandolinje"),
                    ("portal", "personens egen side"),
                ],
                max_length=8,
            ),
        ),
        migrations.AlterField(
            model_name="readlog",
            name="purpose",
            field=models.CharField(
                choices=[
                    ("casework", "arbeid med saken"),
                    ("coordination", "fordeling og koordinering"),
                    ("import", "innlesing av register"),
                    ("reminder", "påminnelse"),
                    ("administration", "administrasjon"),
                    ("api", "overføring mellom systemer"),
                    ("own_case", "personens egen side"),
                ],
                max_length=16,
            ),
        ),
    ]
