"""Clearances are rows of their own, for a controller and a period, written by kernel functions alone (ADR-0024).

What stood on the user goes on for ninety days; by then two administrators have said it again, or it is over.
"""

from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import hjemvei.core.text
from hjemvei.accounts.migrations import _clearance_sql as sql
from hjemvei.core import rls


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0008_access_rules"),
        ("parties", "0003_archive_body"),
    ]

    operations = [
        migrations.CreateModel(
            name="Clearance",
            fields=[
                (
                    "id",
                    models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("key", models.CharField(default=hjemvei.core.text.new_key, max_length=12, unique=True)),
                ("value", models.SmallIntegerField()),
                ("reason", models.CharField(max_length=300)),
                ("ends_before", models.DateField()),
                ("asked_at", models.DateTimeField()),
                ("is_given", models.BooleanField(default=False)),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("end_reason", models.CharField(blank=True, default="", max_length=300)),
            ],
        ),
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
                    ("clearance_asked", "klarering bedt om"),
                    ("clearance_given", "klarering gitt"),
                    ("clearance_denied", "klarering avslått"),
                    ("clearance_ended", "klarering avsluttet"),
                    ("left", "alt avsluttet"),
                ],
                max_length=16,
            ),
        ),
        migrations.AddField(
            model_name="clearance",
            name="answered_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="clearance",
            name="asked_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="clearance",
            name="controller",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.controller"
            ),
        ),
        migrations.AddField(
            model_name="clearance",
            name="ended_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="clearance",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="clearances",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddIndex(
            model_name="clearance",
            index=models.Index(
                condition=models.Q(("ended_at__isnull", True), ("is_given", True)),
                fields=["user"],
                name="clearance_of_user",
            ),
        ),
        migrations.AddConstraint(
            model_name="clearance",
            constraint=models.CheckConstraint(
                condition=models.Q(("value__gte", 1), ("value__lte", 7)), name="clearance_value"
            ),
        ),
        migrations.AddConstraint(
            model_name="clearance",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="clearance_has_a_reason"
            ),
        ),
        migrations.AddConstraint(
            model_name="clearance",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("is_given", False),
                    models.Q(("answered_by__isnull", True), ("asked_by__isnull", True)),
                    models.Q(
                        ("answered_by__isnull", False),
                        models.Q(("answered_by", models.F("asked_by")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="clearance_takes_two",
            ),
        ),
        migrations.AddConstraint(
            model_name="clearance",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("asked_by", models.F("user")), _negated=True),
                    models.Q(("answered_by", models.F("user")), _negated=True),
                ),
                name="clearance_not_ones_own",
            ),
        ),
        migrations.AddConstraint(
            model_name="clearance",
            constraint=models.CheckConstraint(
                condition=models.Q(("is_given", False), ("answered_at__isnull", False), _connector="OR"),
                name="clearance_answered_when",
            ),
        ),
        migrations.AddConstraint(
            model_name="clearance",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ended_at__isnull", True), models.Q(("end_reason", ""), _negated=True), _connector="OR"
                ),
                name="clearance_ended_for_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="clearance",
            constraint=models.UniqueConstraint(
                condition=models.Q(("answered_at__isnull", True), ("ended_at__isnull", True)),
                fields=("user", "controller"),
                name="clearance_asked_once",
            ),
        ),
        migrations.RunSQL(
            [sql.KEPT, "SET CONSTRAINTS ALL IMMEDIATE", "SET CONSTRAINTS ALL DEFERRED"],
            [sql.BACK, "SET CONSTRAINTS ALL IMMEDIATE", "SET CONSTRAINTS ALL DEFERRED"],
        ),
        migrations.RemoveConstraint(
            model_name="user",
            name="user_clearance_grade",
        ),
        migrations.RemoveField(
            model_name="user",
            name="clearance",
        ),
        rls.no_writes("accounts_clearance"),
        rls.function(
            "ask_clearance(who int, value int, why text, until date, at timestamptz, new_key text)"
            " RETURNS int LANGUAGE plpgsql",
            sql.ASK,
            execute="hjemvei_app",
        ),
        rls.function(
            "answer_clearance(in_clearance int, give boolean, at timestamptz) RETURNS void LANGUAGE plpgsql",
            sql.ANSWER,
            execute="hjemvei_app",
        ),
        rls.function(
            "end_clearance(in_clearance int, why text, at timestamptz) RETURNS void LANGUAGE plpgsql",
            sql.END,
            execute="hjemvei_app",
        ),
    ]
