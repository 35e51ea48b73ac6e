"""Summaries for the committee, released by a second person, and what the committee reads."""

from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import hjemvei.core.text
import hjemvei.persons.sealed


class Migration(migrations.Migration):
    dependencies = [
        ("deviations", "0004_kinds"),
        ("agreements", "0003_consent_renewal"),
        ("deviations", "0003_sealed_texts"),
        ("parties", "0003_archive_body"),
        ("sharing", "0034_left_by_all"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="AgendaCount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("since", models.DateField()),
                ("dimension", models.CharField(max_length=8)),
                ("code", models.CharField(blank=True, default="", max_length=32)),
                ("people", models.IntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="AgendaLabel",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("meeting", models.CharField(max_length=12)),
                ("label", models.CharField(max_length=8)),
            ],
        ),
        migrations.CreateModel(
            name="AgendaPoint",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(default=hjemvei.core.text.new_key, max_length=12, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("no_owner_at_release", "ingen ansvarlig i ordinær tjeneste på løslatelsesdagen"),
                            ("no_home_at_release", "løslatt uten bolig"),
                            ("temporary_at_release", "løslatt til midlertidig botilbud"),
                            ("visiting_flat_used", "besøksleiligheten ble brukt som nødløsning"),
                            ("temporary_too_long", "mer enn tre måneder i midlertidig botilbud"),
                            ("home_lost", "boligen gikk tapt under oppholdet i fengsel"),
                            ("deadline_passed", "frist oversittet"),
                            ("inquiry_unanswered", "henvendelse ikke besvart i tide"),
                            ("notice_late", "varsel sendt for sent"),
                            ("guarantee_late", "garanti for depositum senere enn to dager før løslatelse"),
                            ("no_owner", "ingen ansvarlig i saken"),
                            ("other", "annet"),
                            ("well_early", "kommunen fikk vite det i god tid"),
                            ("well_answered", "raskt svar"),
                            ("well_owner", "ansvaret var på plass før løslatelsen"),
                            ("well_home", "hjemmet var klart på dagen"),
                            ("well_kept", "boligen ble beholdt"),
                            ("well_other", "noe annet gikk bra"),
                        ],
                        max_length=32,
                    ),
                ),
                (
                    "cause",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("routines", "rutiner"),
                            ("resources", "ressurser"),
                            ("knowledge", "kunnskap"),
                            ("communication", "kommunikasjon"),
                            ("no_home", "ingen bolig tilgjengelig"),
                            ("not_prioritised", "ikke prioritert"),
                            ("date_moved", "datoen ble flyttet"),
                            ("other", "annet"),
                        ],
                        default="",
                        max_length=20,
                    ),
                ),
                ("month", models.DateField()),
                ("text", models.CharField(max_length=600)),
                ("settled_month", models.DateField(blank=True, null=True)),
                ("taken_back_month", models.DateField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="DeviationSummary",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(default=hjemvei.core.text.new_key, max_length=12, unique=True)),
                ("recorded_at", models.DateTimeField()),
                ("text", hjemvei.persons.sealed.SealedText(editable=False)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("written", "venter på en kollega"),
                            ("released", "frigitt til utvalget"),
                            ("taken_back", "trukket"),
                        ],
                        default="written",
                        max_length=10,
                    ),
                ),
                ("released_at", models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.AddField(
            model_name="agendacount",
            name="agreement",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agreements.agreement"
            ),
        ),
        migrations.AddField(
            model_name="agendapoint",
            name="agreement",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agreements.agreement"
            ),
        ),
        migrations.AddField(
            model_name="agendapoint",
            name="controller",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="parties.controller",
            ),
        ),
        migrations.AddField(
            model_name="agendalabel",
            name="point",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="labels",
                to="deviations.agendapoint",
            ),
        ),
        migrations.AddField(
            model_name="deviationsummary",
            name="agreement",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agreements.agreement"
            ),
        ),
        migrations.AddField(
            model_name="deviationsummary",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="sharing.case"
            ),
        ),
        migrations.AddField(
            model_name="deviationsummary",
            name="controller",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="parties.controller",
            ),
        ),
        migrations.AddField(
            model_name="deviationsummary",
            name="deviation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="summaries",
                to="deviations.deviation",
            ),
        ),
        migrations.AddField(
            model_name="deviationsummary",
            name="owner_unit",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="parties.unit",
            ),
        ),
        migrations.AddField(
            model_name="deviationsummary",
            name="point",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="deviations.agendapoint",
            ),
        ),
        migrations.AddField(
            model_name="deviationsummary",
            name="recorded_by",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="deviationsummary",
            name="released_by",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="agendacount",
            constraint=models.CheckConstraint(
                condition=models.Q(("people__gte", 5)), name="agenda_count_not_small"
            ),
        ),
        migrations.AddConstraint(
            model_name="agendacount",
            constraint=models.UniqueConstraint(
                fields=("agreement", "since", "dimension", "code"), name="agenda_count_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="agendapoint",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True), name="agenda_point_says_something"
            ),
        ),
        migrations.AddConstraint(
            model_name="agendapoint",
            constraint=models.CheckConstraint(
                condition=models.Q(("month__day", 1)), name="agenda_point_month"
            ),
        ),
        migrations.AddConstraint(
            model_name="agendalabel",
            constraint=models.UniqueConstraint(fields=("point", "meeting"), name="agenda_label_once"),
        ),
        migrations.AddConstraint(
            model_name="agendalabel",
            constraint=models.UniqueConstraint(fields=("meeting", "label"), name="agenda_label_one_point"),
        ),
        migrations.AddConstraint(
            model_name="deviationsummary",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True), name="summary_says_something"
            ),
        ),
        migrations.AddConstraint(
            model_name="deviationsummary",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "released"), _negated=True),
                    models.Q(
                        ("point__isnull", False),
                        ("released_at__isnull", False),
                        ("released_by__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="summary_released_by_whom",
            ),
        ),
        migrations.AddConstraint(
            model_name="deviationsummary",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("released_by__isnull", True),
                    models.Q(("released_by", models.F("recorded_by")), _negated=True),
                    _connector="OR",
                ),
                name="summary_released_by_a_second",
            ),
        ),
        migrations.AddConstraint(
            model_name="deviationsummary",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["written", "released"])),
                fields=("deviation",),
                name="summary_one_that_stands",
            ),
        ),
    ]
