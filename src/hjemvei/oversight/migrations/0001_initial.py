"""Findings of the nightly look at the read log."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import hjemvei.core.text


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("parties", "0002_opening_hours"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AccessFinding",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(default=hjemvei.core.text.new_key, max_length=12, unique=True)),
                (
                    "pattern",
                    models.CharField(
                        choices=[
                            ("own_name", "samme etternavn"),
                            ("no_tie", "uten del i saken"),
                            ("many_in_an_hour", "mange på en time"),
                            ("outside_hours", "utenfor arbeidstid"),
                            ("empty_searches", "mange søk uten treff"),
                            ("protected", "vernet person uten oppdrag"),
                        ],
                        max_length=20,
                    ),
                ),
                ("on_day", models.DateField()),
                ("person_id", models.BigIntegerField(null=True)),
                ("case_id", models.BigIntegerField(null=True)),
                ("count", models.IntegerField()),
                ("first_at", models.DateTimeField()),
                ("last_at", models.DateTimeField()),
                ("found_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("new", "ikke sett på"),
                            ("looked_into", "undersøkes"),
                            ("in_order", "i orden"),
                            ("deviation", "avvik"),
                        ],
                        default="new",
                        max_length=12,
                    ),
                ),
                ("note", models.CharField(blank=True, default="", max_length=600)),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                (
                    "controller",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.controller",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.unit",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["controller", "state", "on_day"], name="access_finding_open")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("controller", "user", "unit", "pattern", "on_day", "person_id"),
                        name="access_finding_once",
                        nulls_distinct=False,
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("last_at__gte", models.F("first_at"))),
                        name="access_finding_period",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["new", "looked_into"]),
                            models.Q(("note", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="access_finding_says_why",
                    ),
                ],
            },
        ),
    ]
