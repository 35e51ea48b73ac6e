"""Cases are closed too when nobody takes part in them any more."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("sharing", "0033_witness"),
    ]

    operations = [
        migrations.AlterField(
            model_name="case",
            name="close_reason",
            field=models.CharField(
                blank=True,
                choices=[
                    ("settled", "bor i egen bolig, oppfølging avsluttet"),
                    ("declined", "personen ønsker ikke mer hjelp"),
                    ("moved", "fulgt opp av annen kommune"),
                    ("left_country", "har forlatt landet"),
                    ("died", "død"),
                    ("mistake", "opprettet ved en feil"),
                    ("prison_left", "fengselets del er over"),
                    ("all_left", "ingen har del i saken lenger"),
                ],
                default="",
                max_length=16,
            ),
        ),
    ]
