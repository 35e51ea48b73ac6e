"""A register of all agreements: kind, level, state, parties over time, reviews, and clauses by version."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import hjemvei.agreements.enums


class Migration(migrations.Migration):
    dependencies = [
        ("agreements", "0003_consent_renewal"),
        ("parties", "0003_archive_body"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AgreementClause",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        choices=[("nb", "bokmål"), ("nn", "nynorsk"), ("en", "engelsk")], max_length=2
                    ),
                ),
                ("code", models.CharField(max_length=40)),
                ("position", models.SmallIntegerField()),
                ("title", models.CharField(max_length=200)),
                ("body", models.TextField()),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("template", "den innebygde malen"),
                            ("earlier", "forrige versjon"),
                            ("parent", "den sentrale avtalen"),
                            ("other", "en annen avtale"),
                            ("own", "partene selv"),
                        ],
                        max_length=8,
                    ),
                ),
                ("change_note", models.CharField(blank=True, default="", max_length=400)),
                ("is_left_out", models.BooleanField(default=False)),
            ],
        ),
        migrations.CreateModel(
            name="AnchoringDocument",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=200)),
                ("body", models.CharField(max_length=160)),
                ("decided_on", models.DateField()),
                ("url", models.CharField(blank=True, default="", max_length=400)),
            ],
        ),
        migrations.CreateModel(
            name="ReviewDate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("due_on", models.DateField()),
                ("about", models.CharField(max_length=200)),
                ("held_on", models.DateField(blank=True, null=True)),
                ("outcome", models.CharField(blank=True, default="", max_length=400)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="agreementversion",
            name="agreement_version_one_at_a_time",
        ),
        migrations.AddField(
            model_name="agreement",
            name="adapted_from",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="adaptions",
                to="agreements.agreement",
            ),
        ),
        migrations.AddField(
            model_name="agreement",
            name="adapted_note",
            field=models.TextField(blank=True, default=""),
        ),
        migrations.AddField(
            model_name="agreement",
            name="coordinating_unit",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.unit"
            ),
        ),
        migrations.AddField(
            model_name="agreement",
            name="exit_plan",
            field=models.TextField(blank=True, default=""),
        ),
        migrations.AddField(
            model_name="agreement",
            name="is_public",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="agreement",
            name="kind",
            field=models.CharField(
                choices=[
                    ("release", "løslatelse og bolig"),
                    ("substance", "rus"),
                    ("psychiatry", "psykisk helse"),
                    ("refugees", "flyktninger"),
                    ("discharge", "utskriving fra institusjon"),
                ],
                default="release",
                max_length=12,
            ),
        ),
        migrations.AddField(
            model_name="agreement",
            name="level",
            field=models.CharField(
                choices=[
                    ("national_framework", "nasjonal rammeavtale"),
                    ("sector", "særavtale for en sektor"),
                    ("intention", "intensjonsavtale"),
                    ("template", "mønsteravtale"),
                    ("regional", "regional avtale"),
                    ("local", "lokal avtale"),
                ],
                default="local",
                max_length=20,
            ),
        ),
        migrations.AddField(
            model_name="agreement",
            name="parent",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="children",
                to="agreements.agreement",
            ),
        ),
        migrations.AddField(
            model_name="agreement",
            name="project_ends_before",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="agreement",
            name="project_funding",
            field=models.CharField(blank=True, default="", max_length=200),
        ),
        migrations.AddField(
            model_name="agreement",
            name="project_starts_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="agreement",
            name="state",
            field=models.CharField(
                choices=[
                    ("dialogue", "uforpliktende dialog"),
                    ("draft", "utkast"),
                    ("signed", "undertegnet"),
                    ("in_force", "gjelder"),
                    ("under_revision", "under revisjon"),
                    ("ended", "avsluttet"),
                ],
                default="dialogue",
                max_length=16,
            ),
        ),
        migrations.AddField(
            model_name="agreement",
            name="strategy_target",
            field=models.CharField(blank=True, default="", max_length=200),
        ),
        migrations.AddField(
            model_name="agreementparty",
            name="joins_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="agreementparty",
            name="leaves_before",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="agreementparty",
            name="role",
            field=models.CharField(
                choices=[("main", "hovedpart"), ("other", "annen part"), ("probation", "friomsorgen")],
                default="main",
                max_length=12,
            ),
        ),
        migrations.AddField(
            model_name="agreementversion",
            name="committee_interval_months",
            field=models.SmallIntegerField(default=3),
        ),
        migrations.AddField(
            model_name="agreementversion",
            name="contact_interval_count",
            field=models.SmallIntegerField(default=1),
        ),
        migrations.AddField(
            model_name="agreementversion",
            name="contact_interval_unit",
            field=models.CharField(
                choices=[
                    ("working_days", "working_days"),
                    ("days", "days"),
                    ("weeks", "weeks"),
                    ("months", "months"),
                ],
                default=hjemvei.agreements.enums.OffsetUnit["MONTHS"],
                max_length=16,
            ),
        ),
        migrations.AddField(
            model_name="agreementversion",
            name="parent_version",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="agreements.agreementversion",
            ),
        ),
        migrations.AddField(
            model_name="agreementversion",
            name="review_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="agreementversion",
            name="state",
            field=models.CharField(
                choices=[("draft", "utkast"), ("signed", "undertegnet")], default="draft", max_length=8
            ),
        ),
        migrations.AddField(
            model_name="agreementversion",
            name="termination_notice_months",
            field=models.SmallIntegerField(default=3),
        ),
        migrations.AddField(
            model_name="roleunit",
            name="deputy_unit",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.unit"
            ),
        ),
        migrations.AddField(
            model_name="roleunit",
            name="must_be_told",
            field=models.BooleanField(default=False),
        ),
        migrations.AddConstraint(
            model_name="agreement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("parent__isnull", True),
                    models.Q(("parent", models.F("id")), _negated=True),
                    _connector="OR",
                ),
                name="agreement_not_its_own_parent",
            ),
        ),
        migrations.AddConstraint(
            model_name="agreement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("adapted_from__isnull", True),
                    models.Q(("adapted_note", ""), _negated=True),
                    _connector="OR",
                ),
                name="agreement_adaption_said",
            ),
        ),
        migrations.AddConstraint(
            model_name="agreement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("project_ends_before__isnull", True), ("project_starts_on__isnull", True)),
                    models.Q(
                        ("project_ends_before__gt", models.F("project_starts_on")),
                        ("project_starts_on__isnull", False),
                        models.Q(("project_funding", ""), _negated=True),
                        models.Q(("exit_plan", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="agreement_project_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="agreementparty",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("joins_on__isnull", True),
                    ("leaves_before__isnull", True),
                    ("leaves_before__gt", models.F("joins_on")),
                    _connector="OR",
                ),
                name="agreement_party_period",
            ),
        ),
        migrations.AddConstraint(
            model_name="agreementversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("contact_interval_count__gte", 1),
                    ("committee_interval_months__gte", 1),
                    ("termination_notice_months__gte", 0),
                ),
                name="agreement_version_intervals",
            ),
        ),
        migrations.AddConstraint(
            model_name="agreementversion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "draft")),
                fields=("agreement",),
                name="agreement_version_one_draft",
                violation_error_message="Avtalen har alt et utkast. Arbeid videre i det.",
            ),
        ),
        migrations.AddConstraint(
            model_name="agreementversion",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("state", "signed")),
                expressions=[
                    ("agreement", "="),
                    (
                        models.Func(
                            models.F("starts_on"),
                            models.F("ends_before"),
                            models.Value("[)"),
                            function="daterange",
                            output_field=django.contrib.postgres.fields.ranges.DateRangeField(),
                        ),
                        "&&",
                    ),
                ],
                name="agreement_version_one_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="roleunit",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("deputy_unit__isnull", True),
                    models.Q(("deputy_unit", models.F("unit")), _negated=True),
                    _connector="OR",
                ),
                name="role_unit_deputy",
            ),
        ),
        migrations.AddField(
            model_name="agreementclause",
            name="forked_from",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="agreements.agreementclause",
            ),
        ),
        migrations.AddField(
            model_name="agreementclause",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="clauses",
                to="agreements.agreementversion",
            ),
        ),
        migrations.AddField(
            model_name="anchoringdocument",
            name="agreement",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="anchoring",
                to="agreements.agreement",
            ),
        ),
        migrations.AddField(
            model_name="reviewdate",
            name="agreement",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="reviews", to="agreements.agreement"
            ),
        ),
        migrations.AddConstraint(
            model_name="agreementclause",
            constraint=models.UniqueConstraint(
                fields=("version", "language", "code"), name="agreement_clause_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="agreementclause",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("code", ""), _negated=True),
                    models.Q(("title", ""), _negated=True),
                    models.Q(("body", ""), _negated=True),
                ),
                name="agreement_clause_has_text",
            ),
        ),
        migrations.AddConstraint(
            model_name="anchoringdocument",
            constraint=models.UniqueConstraint(
                fields=("agreement", "title", "decided_on"), name="agreement_anchoring_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="anchoringdocument",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("title", ""), _negated=True), models.Q(("body", ""), _negated=True)
                ),
                name="agreement_anchoring_named",
            ),
        ),
        migrations.AddConstraint(
            model_name="reviewdate",
            constraint=models.UniqueConstraint(
                fields=("agreement", "due_on", "about"), name="agreement_review_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="reviewdate",
            constraint=models.CheckConstraint(
                condition=models.Q(("about", ""), _negated=True), name="agreement_review_about"
            ),
        ),
        migrations.AddConstraint(
            model_name="reviewdate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("held_on__isnull", True), models.Q(("outcome", ""), _negated=True), _connector="OR"
                ),
                name="agreement_review_outcome",
            ),
        ),
    ]
