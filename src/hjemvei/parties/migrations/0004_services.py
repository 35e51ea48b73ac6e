from django.db import migrations, models


class Migration(migrations.Migration):
    """Units say what they offer, and how to ask for it. The choices are not the database's: nothing moves."""

    dependencies = [
        ("parties", "0003_archive_body"),
    ]

    operations = [
        migrations.AlterField(
            model_name="unitfact",
            name="kind",
            field=models.CharField(
                choices=[
                    ("places_men", "plasser for menn"),
                    ("places_women", "plasser for kvinner"),
                    ("staff", "ansatte"),
                    ("occupancy", "belegg"),
                    ("contract_wing", "kontraktsavdeling"),
                    ("house_rules", "husregler"),
                    ("phone_access", "tilgang til telefon"),
                    ("uniformed", "uniformerte ansatte"),
                    ("visiting_flat", "besøksleilighet"),
                    ("workplaces", "arbeidsplasser"),
                    ("activities", "aktiviteter og kurs"),
                    ("services", "hva enheten tilbyr"),
                    ("how_to_ask", "slik søker eller spør man"),
                ],
                max_length=20,
            ),
        ),
    ]
