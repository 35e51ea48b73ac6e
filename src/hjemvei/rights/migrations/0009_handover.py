"""That a case was packed for the archive, and the functions that give its officer the controller's own rows of it."""

from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import hjemvei.core.text
from hjemvei.core import rls
from hjemvei.rights.migrations import _handover_sql as sql

OFFICER = "kernel.answers_for(t.controller_id)"
MADE = (
    f"{OFFICER} AND t.made_by_id = {rls.USER} AND EXISTS (SELECT 1 FROM kernel.archive_cases(t.disposal_id) a"
    " WHERE a.id = t.case_id)"
)
PROTECT = django.db.models.deletion.PROTECT


class Migration(migrations.Migration):
    dependencies = [
        ("parties", "0002_opening_hours"),
        ("persons", "0005_access_rules"),
        ("rights", "0008_sealed_reasons"),
        ("sharing", "0029_run_out"),
        ("cases", "0020_stop_what_waits"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="Handover",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(default=hjemvei.core.text.new_key, max_length=12, unique=True)),
                ("files", models.IntegerField()),
                ("held_back", models.IntegerField(default=0)),
                ("size", models.BigIntegerField()),
                ("sha256", models.BinaryField(max_length=32)),
                ("made_at", models.DateTimeField()),
                ("body", models.ForeignKey(on_delete=PROTECT, related_name="+", to="parties.controller")),
                ("case", models.ForeignKey(on_delete=PROTECT, related_name="+", to="sharing.case")),
                (
                    "controller",
                    models.ForeignKey(on_delete=PROTECT, related_name="+", to="parties.controller"),
                ),
                (
                    "disposal",
                    models.ForeignKey(
                        on_delete=PROTECT,
                        related_name="handovers",
                        to="rights.disposal",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(on_delete=PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
                ("person", models.ForeignKey(on_delete=PROTECT, related_name="+", to="persons.person")),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("files__gt", 0), ("size__gt", 0)), name="handover_not_empty"
                    )
                ],
            },
        ),
        rls.function(
            "archive_cases(in_disposal bigint) RETURNS TABLE (id bigint, key text, opened_at timestamptz,"
            " closed_at timestamptz, protection int) LANGUAGE sql STABLE",
            sql.ARCHIVE_CASES,
            execute="hjemvei_app",
        ),
        rls.function(
            "archive_rows(in_disposal bigint, in_case bigint, in_table text) RETURNS SETOF jsonb"
            " LANGUAGE plpgsql STABLE",
            sql.ARCHIVE_ROWS,
            execute="hjemvei_app",
        ),
        rls.function(
            "archive_content(in_disposal bigint, in_case bigint, in_document bigint) RETURNS bytea"
            " LANGUAGE sql STABLE",
            sql.ARCHIVE_CONTENT,
            execute="hjemvei_app",
        ),
        rls.function(
            "archive_keys(in_disposal bigint, in_case bigint)"
            " RETURNS TABLE (id bigint, wrapped bytea, master smallint) LANGUAGE sql STABLE",
            sql.ARCHIVE_KEYS,
            execute="hjemvei_app",
        ),
        *rls.policies("rights_handover", select=OFFICER, insert=MADE),
        rls.no_writes("rights_handover", commands="UPDATE, DELETE"),
        *rls.logged("rights_handover"),
    ]
