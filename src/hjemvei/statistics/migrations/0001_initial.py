"""Target numbers by year, figures as they were counted, and what forms cost."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import hjemvei.core.text


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("agreements", "0005_register_locks"),
        ("parties", "0003_archive_body"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="FieldUse",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField()),
                ("table_name", models.CharField(max_length=63)),
                ("column_name", models.CharField(max_length=63)),
                ("total", models.IntegerField()),
                ("filled", models.IntegerField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("filled__gte", 0), ("filled__lte", models.F("total")), ("total__gte", 5)
                        ),
                        name="field_use_not_of_few",
                    ),
                    models.UniqueConstraint(fields=("table_name", "column_name"), name="field_use_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Target",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(default=hjemvei.core.text.new_key, max_length=12, unique=True)),
                (
                    "code",
                    models.CharField(
                        choices=[
                            ("good_offer", "Personer som har fått et godt tilbud om bolig"),
                            ("housed", "Andel med bolig ved løslatelse"),
                            ("temporary", "Andel løslatt til midlertidig løsning eller uten bolig"),
                            ("lead_days", "Dager fra første varsel til løslatelse"),
                            ("notice_in_time", "Andel første varsler sendt i tide"),
                            ("answer_in_time", "Andel varsler bekreftet i tide"),
                            ("meetings", "Møter i samarbeidsutvalget"),
                            ("own", "Eget måltall"),
                        ],
                        max_length=20,
                    ),
                ),
                ("name", models.CharField(blank=True, default="", max_length=120)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("people", "personer"),
                            ("share", "prosent"),
                            ("days", "dager"),
                            ("times", "ganger"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "way",
                    models.CharField(
                        choices=[("up", "høyere er bedre"), ("down", "lavere er bedre")], max_length=4
                    ),
                ),
                (
                    "side",
                    models.CharField(
                        choices=[
                            ("prison", "fengselet"),
                            ("municipality", "kommunen"),
                            ("both", "begge parter"),
                        ],
                        max_length=16,
                    ),
                ),
                ("recorded_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="targets",
                        to="agreements.agreement",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Figure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "code",
                    models.CharField(
                        choices=[
                            ("good_offer", "Personer som har fått et godt tilbud om bolig"),
                            ("housed", "Andel med bolig ved løslatelse"),
                            ("temporary", "Andel løslatt til midlertidig løsning eller uten bolig"),
                            ("lead_days", "Dager fra første varsel til løslatelse"),
                            ("notice_in_time", "Andel første varsler sendt i tide"),
                            ("answer_in_time", "Andel varsler bekreftet i tide"),
                            ("meetings", "Møter i samarbeidsutvalget"),
                            ("own", "Eget måltall"),
                        ],
                        max_length=20,
                    ),
                ),
                ("year", models.SmallIntegerField()),
                ("people", models.IntegerField(blank=True, null=True)),
                ("low", models.IntegerField(blank=True, null=True)),
                ("high", models.IntegerField(blank=True, null=True)),
                ("value", models.DecimalField(blank=True, decimal_places=1, max_digits=9, null=True)),
                ("is_final", models.BooleanField(default=False)),
                ("note", models.CharField(blank=True, default="", max_length=300)),
                ("counted_at", models.DateTimeField()),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="figures",
                        to="agreements.agreement",
                    ),
                ),
                (
                    "counted_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "target",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="figures",
                        to="statistics.target",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="TargetYear",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.SmallIntegerField()),
                ("baseline", models.DecimalField(blank=True, decimal_places=1, max_digits=9, null=True)),
                ("goal", models.DecimalField(decimal_places=1, max_digits=9)),
                ("note", models.CharField(blank=True, default="", max_length=300)),
                ("recorded_at", models.DateTimeField()),
                (
                    "recorded_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "target",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="years",
                        to="statistics.target",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="StepDay",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField()),
                ("role", models.CharField(max_length=32)),
                ("step", models.CharField(max_length=60)),
                ("sent", models.IntegerField()),
                ("timed", models.IntegerField()),
                ("seconds", models.BigIntegerField()),
                (
                    "buckets",
                    django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(), size=None),
                ),
                (
                    "controller",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.controller",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("sent__gt", 0), ("timed__gte", 0)), name="step_day_sent"
                    ),
                    models.UniqueConstraint(
                        fields=("day", "controller", "role", "step"), name="step_day_once"
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="target",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("code", "own"), _negated=True),
                    models.Q(("name", ""), _negated=True),
                    _connector="OR",
                ),
                name="target_own_is_named",
            ),
        ),
        migrations.AddConstraint(
            model_name="target",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True)),
                fields=("agreement", "code", "name"),
                name="target_once",
            ),
        ),
        migrations.AddIndex(
            model_name="figure",
            index=models.Index(fields=["agreement", "year", "code", "-id"], name="figure_newest"),
        ),
        migrations.AddConstraint(
            model_name="figure",
            constraint=models.CheckConstraint(
                condition=models.Q(("people__isnull", True), ("people__gte", 5), _connector="OR"),
                name="figure_not_of_few",
            ),
        ),
        migrations.AddConstraint(
            model_name="figure",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("high__isnull", True), ("low__isnull", True)),
                    models.Q(
                        ("high__lte", models.F("people")),
                        ("low__gte", 0),
                        ("low__lte", models.F("high")),
                        ("people__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="figure_bounds",
            ),
        ),
        migrations.AddConstraint(
            model_name="figure",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("code", "own"), _negated=True), ("target__isnull", False), _connector="OR"
                ),
                name="figure_own_has_its_target",
            ),
        ),
        migrations.AddConstraint(
            model_name="targetyear",
            constraint=models.CheckConstraint(
                condition=models.Q(("year__gte", 2000), ("year__lte", 2100)), name="target_year_sensible"
            ),
        ),
        migrations.AddConstraint(
            model_name="targetyear",
            constraint=models.CheckConstraint(condition=models.Q(("goal__gte", 0)), name="target_year_goal"),
        ),
        migrations.AddConstraint(
            model_name="targetyear",
            constraint=models.UniqueConstraint(fields=("target", "year"), name="target_year_once"),
        ),
    ]
