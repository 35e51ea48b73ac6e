"""Routines by version, readings of them, and the log of improvements."""

from __future__ import annotations

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import hjemvei.core.text


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("parties", "0003_archive_body"),
        ("accounts", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Routine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(default=hjemvei.core.text.new_key, max_length=12, unique=True)),
                (
                    "covers",
                    models.CharField(
                        choices=[("unit", "bare enheten"), ("controller", "hele virksomheten")],
                        default="unit",
                        max_length=12,
                    ),
                ),
                ("title", models.CharField(max_length=120)),
                ("starter", models.CharField(blank=True, default="", max_length=24)),
                ("review_on", models.DateField(blank=True, null=True)),
                (
                    "controller",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.controller"
                    ),
                ),
                (
                    "owner_unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.unit"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="RoutineVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.IntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "utkast"),
                            ("approved", "godkjent"),
                            ("replaced", "erstattet"),
                            ("withdrawn", "trukket"),
                        ],
                        default="draft",
                        max_length=12,
                    ),
                ),
                ("title", models.CharField(max_length=120)),
                (
                    "language",
                    models.CharField(
                        choices=[("nb", "bokmål"), ("nn", "nynorsk"), ("en", "engelsk")],
                        default="nb",
                        max_length=2,
                    ),
                ),
                ("steps", models.TextField()),
                (
                    "clauses",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=24), blank=True, default=list, size=None
                    ),
                ),
                (
                    "rules",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), blank=True, default=list, size=None
                    ),
                ),
                (
                    "roles",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=32), blank=True, default=list, size=None
                    ),
                ),
                ("change_note", models.CharField(blank=True, default="", max_length=400)),
                ("valid_from", models.DateField(blank=True, null=True)),
                ("ends_before", models.DateField(blank=True, null=True)),
                ("recorded_at", models.DateTimeField()),
                ("approved_at", models.DateTimeField(blank=True, null=True)),
                (
                    "approved_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "controller",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.controller"
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "routine",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="routines.routine",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="RoutineReading",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("read_at", models.DateTimeField()),
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="readings",
                        to="routines.routineversion",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Improvement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(default=hjemvei.core.text.new_key, max_length=12, unique=True)),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("deviation", "avvik"),
                            ("meeting", "vedtak i et møte"),
                            ("review", "gjennomgang av rutinen"),
                            ("daily_work", "arbeidet i hverdagen"),
                            ("person", "tilbakemelding fra dem det gjelder"),
                            ("other", "annet"),
                        ],
                        max_length=12,
                    ),
                ),
                ("kind", models.CharField(blank=True, default="", max_length=40)),
                ("reference", models.CharField(blank=True, default="", max_length=120)),
                ("learned", models.CharField(max_length=1000)),
                ("effect_months", models.IntegerField(default=6)),
                ("effect_on", models.DateField(blank=True, null=True)),
                (
                    "effect",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "ikke spurt ennå"),
                            ("helped", "ja, det hjalp"),
                            ("partly", "delvis"),
                            ("not", "nei, det hjalp ikke"),
                            ("too_early", "for tidlig å si"),
                        ],
                        default="",
                        max_length=12,
                    ),
                ),
                ("effect_note", models.CharField(blank=True, default="", max_length=600)),
                ("recorded_at", models.DateTimeField()),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "controller",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.controller"
                    ),
                ),
                (
                    "owner_unit",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.unit",
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
                (
                    "routine",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="improvements",
                        to="routines.routine",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="improvements",
                        to="routines.routineversion",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="routine",
            constraint=models.CheckConstraint(
                condition=models.Q(("title", ""), _negated=True), name="routine_has_title"
            ),
        ),
        migrations.AddIndex(
            model_name="routineversion",
            index=models.Index(
                condition=models.Q(("approved_at__isnull", False)),
                fields=["controller", "valid_from"],
                name="routine_version_held",
            ),
        ),
        migrations.AddConstraint(
            model_name="routineversion",
            constraint=models.UniqueConstraint(fields=("routine", "number"), name="routine_version_once"),
        ),
        migrations.AddConstraint(
            model_name="routineversion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "draft")), fields=("routine",), name="routine_one_draft"
            ),
        ),
        migrations.AddConstraint(
            model_name="routineversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("approved_at__isnull", True),
                        ("approved_by__isnull", True),
                        ("valid_from__isnull", True),
                    ),
                    models.Q(
                        ("approved_at__isnull", False),
                        ("approved_by__isnull", False),
                        ("valid_from__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="routine_version_approved_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="routineversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("approved_at__isnull", False), ("state", "draft"), _negated=True),
                    models.Q(
                        ("approved_at__isnull", True), ("state__in", ["approved", "replaced"]), _negated=True
                    ),
                ),
                name="routine_version_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="routineversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ends_before__isnull", True),
                    ("ends_before__gte", models.F("valid_from")),
                    _connector="OR",
                ),
                name="routine_version_period",
            ),
        ),
        migrations.AddConstraint(
            model_name="routineversion",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("approved_at__isnull", False)),
                expressions=[
                    ("routine", "="),
                    (
                        models.Func(
                            models.F("valid_from"),
                            models.F("ends_before"),
                            models.Value("[)"),
                            function="daterange",
                            output_field=django.contrib.postgres.fields.ranges.DateRangeField(),
                        ),
                        "&&",
                    ),
                ],
                name="routine_version_one_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="routinereading",
            constraint=models.UniqueConstraint(fields=("version", "user"), name="routine_read_once"),
        ),
        migrations.AddConstraint(
            model_name="improvement",
            constraint=models.CheckConstraint(
                condition=models.Q(("learned", ""), _negated=True), name="improvement_says_what"
            ),
        ),
        migrations.AddConstraint(
            model_name="improvement",
            constraint=models.CheckConstraint(
                condition=models.Q(("effect_months__gte", 1), ("effect_months__lte", 24)),
                name="improvement_months",
            ),
        ),
        migrations.AddConstraint(
            model_name="improvement",
            constraint=models.CheckConstraint(
                condition=models.Q(("version__isnull", True), ("routine__isnull", False), _connector="OR"),
                name="improvement_of_routine",
            ),
        ),
        migrations.AddConstraint(
            model_name="improvement",
            constraint=models.CheckConstraint(
                condition=models.Q(("effect", ""), ("answered_at__isnull", False), _connector="OR"),
                name="improvement_answered",
            ),
        ),
        migrations.AddConstraint(
            model_name="improvement",
            constraint=models.UniqueConstraint(
                condition=models.Q(("reference", ""), _negated=True),
                fields=("controller", "source", "reference"),
                name="improvement_once",
            ),
        ),
    ]
