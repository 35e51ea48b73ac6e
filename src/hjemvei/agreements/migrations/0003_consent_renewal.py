"""How long before a consent ends the person is asked again is the parties' own number."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("agreements", "0002_versions_by_hand")]
    operations = [
        migrations.AddField(
            model_name="agreementversion",
            name="consent_renewal_days",
            field=models.SmallIntegerField(default=14),
        ),
        migrations.AddConstraint(
            model_name="agreementversion",
            constraint=models.CheckConstraint(
                condition=models.Q(("consent_renewal_days__gte", 1)),
                name="agreement_version_consent_renewal",
            ),
        ),
    ]
