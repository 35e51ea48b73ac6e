"""A key for each person record, wrapped by a master key, and why one was destroyed (ADR-0018)."""

from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

GROUNDS = [("archive_receipt", "kvittering fra arkivet"), ("disposal_decision", "vedtak om kassasjon")]


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("parties", "0002_opening_hours"),
        ("persons", "0002_fewer_indexes"),
    ]

    operations = [
        migrations.CreateModel(
            name="DataKey",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("wrapped", models.BinaryField()),
                ("master", models.SmallIntegerField()),
                ("destroyed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "person",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="data_key",
                        to="persons.person",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("destroyed_at__isnull", True), ("wrapped", b""), _connector="OR"),
                        name="data_key_destroyed_is_gone",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="KeyDestruction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("ground", models.CharField(choices=GROUNDS, max_length=20)),
                ("reference", models.CharField(max_length=120)),
                ("destroyed_at", models.DateTimeField()),
                (
                    "controller",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.controller"
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="persons.person"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reference", ""), _negated=True),
                        name="key_destruction_reference",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ground__in", [code for code, _label in GROUNDS])),
                        name="key_destruction_ground",
                    ),
                ],
            },
        ),
    ]
