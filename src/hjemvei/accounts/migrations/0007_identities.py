"""Who a user is at a provider of sign-in: read before anybody is known, so without row-level security."""

from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0006_person"),
    ]

    operations = [
        migrations.AlterField(
            model_name="accountevent",
            name="kind",
            field=models.CharField(
                choices=[
                    ("invited", "invitert"),
                    ("entered", "tok imot invitasjonen"),
                    ("seat_given", "fikk en rolle"),
                    ("seat_ended", "rolle avsluttet"),
                    ("factor_reset", "andre faktor nullstilt"),
                    ("absence", "fravær registrert"),
                    ("token_made", "systemnøkkel laget"),
                    ("token_revoked", "systemnøkkel trukket tilbake"),
                    ("identity_asked", "vil logge inn på en ny måte"),
                    ("identity_bound", "innlogging koblet til"),
                    ("identity_refused", "innlogging avvist"),
                    ("left", "alt avsluttet"),
                ],
                max_length=16,
            ),
        ),
        migrations.CreateModel(
            name="Identity",
            fields=[
                (
                    "id",
                    models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("issuer", models.CharField(max_length=200)),
                ("subject", models.CharField(max_length=255)),
                ("provider", models.CharField(max_length=80)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "venter på godkjenning"),
                            ("bound", "koblet til"),
                            ("refused", "avvist"),
                            ("ended", "avsluttet"),
                        ],
                        default="asked",
                        max_length=8,
                    ),
                ),
                ("asked_at", models.DateTimeField()),
                ("bound_at", models.DateTimeField(blank=True, null=True)),
                (
                    "bound_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="identities",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "bound")),
                        fields=("issuer", "subject"),
                        name="identity_is_one_user",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "bound")),
                        fields=("user", "issuer"),
                        name="identity_once_a_provider",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["asked", "refused"])),
                        fields=("user", "issuer", "subject"),
                        name="identity_asked_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "bound"), _negated=True),
                            ("bound_at__isnull", False),
                            _connector="OR",
                        ),
                        name="identity_bound_when",
                    ),
                ],
            },
        ),
    ]
