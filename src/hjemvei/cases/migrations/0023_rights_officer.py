"""One role more: the manager of requests."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0022_left_by_all"),
    ]

    operations = [
        migrations.AlterField(
            model_name="assignment",
            name="role",
            field=models.CharField(
                choices=[
                    ("contact_officer", "kontaktbetjent"),
                    ("prison_social_worker", "sosialkonsulent i fengsel"),
                    ("reintegration_coordinator", "tilbakeføringskoordinator"),
                    ("prison_leader", "leder i fengsel"),
                    ("probation_officer", "ansatt i friomsorgen"),
                    ("municipal_coordinator", "kommunal koordinator"),
                    ("social_caseworker", "saksbehandler i sosialtjenesten"),
                    ("housing_officer", "saksbehandler på boligkontoret"),
                    ("housing_consultant", "boligkonsulent"),
                    ("health_worker", "ansatt i helsetjenesten"),
                    ("follow_up_worker", "oppfølger"),
                    ("voluntary_provider", "ansatt hos frivillig tjenesteyter"),
                    ("committee_member", "medlem av samarbeidsutvalg"),
                    ("municipal_leader", "leder i kommunen"),
                    ("privacy_officer", "personvernombud"),
                    ("rights_officer", "innsynsansvarlig"),
                    ("administrator", "administrator"),
                    ("api_client", "annet system"),
                    ("system", "systemet"),
                    ("person", "personen selv"),
                ],
                max_length=32,
            ),
        ),
    ]
