"""What the preview shows stands in columns; the file itself waits encrypted; nobody reads people they are not cleared for."""

from __future__ import annotations

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from hjemvei.core import rls

MINE = f"owner_unit_id = ANY ({rls.UNITS})"
CLEARED = f"{MINE} AND protection <= current_setting('hjemvei.clearance')::int"
OWN_TABLES = ("exchange_rollfile", "exchange_rollprogress")


class Migration(migrations.Migration):
    dependencies = [
        ("exchange", "0002_locks"),
        ("parties", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveField(
            model_name="rollrow",
            name="values",
        ),
        rls.logged_change(
            "exchange_rollimport",
            [
                migrations.AddField(
                    model_name="rollimport",
                    name="same_count",
                    field=models.IntegerField(default=0),
                ),
                migrations.AddField(
                    model_name="rollimport",
                    name="units",
                    field=django.contrib.postgres.fields.ArrayField(
                        base_field=models.IntegerField(), default=list, size=None
                    ),
                ),
            ],
            by=__name__,
        ),
        migrations.AddField(
            model_name="rollrow",
            name="birth_date",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="rollrow",
            name="expected_release_on",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="rollrow",
            name="family_name",
            field=models.CharField(blank=True, default="", max_length=120),
        ),
        migrations.AddField(
            model_name="rollrow",
            name="given_name",
            field=models.CharField(blank=True, default="", max_length=120),
        ),
        migrations.AddField(
            model_name="rollrow",
            name="protection",
            field=models.SmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="rollrow",
            name="unit",
            field=models.CharField(blank=True, default="", max_length=60),
        ),
        migrations.AlterField(
            model_name="rollrow",
            name="decided_by",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            model_name="rollrow",
            name="roll",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="rows",
                to="exchange.rollimport",
            ),
        ),
        migrations.CreateModel(
            name="RollFile",
            fields=[
                (
                    "roll",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="file",
                        serialize=False,
                        to="exchange.rollimport",
                    ),
                ),
                ("ciphertext", models.BinaryField()),
                ("size", models.IntegerField()),
                (
                    "owner_unit",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.unit",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("size__gt", 0)), name="roll_file_not_empty")
                ],
            },
        ),
        migrations.CreateModel(
            name="RollProgress",
            fields=[
                (
                    "roll",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="progress",
                        serialize=False,
                        to="exchange.rollimport",
                    ),
                ),
                ("done", models.IntegerField(default=0)),
                ("total", models.IntegerField(default=0)),
                (
                    "owner_unit",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.unit",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("done__lte", models.F("total"))), name="roll_progress_within"
                    )
                ],
            },
        ),
        *[operation for table in OWN_TABLES for operation in rls.unit_rows(table)],
        *[rls.may_delete(table) for table in OWN_TABLES],
        migrations.RunSQL(
            [
                f"ALTER POLICY exchange_rollrow_select ON exchange_rollrow USING ({CLEARED})",
                f"ALTER POLICY exchange_rollrow_update ON exchange_rollrow USING ({CLEARED}) WITH CHECK ({CLEARED})",
                *[
                    f"CREATE POLICY {table}_delete ON {table} FOR DELETE USING ({MINE})"
                    for table in OWN_TABLES
                ],
                *[
                    f"CREATE POLICY {table}_worker ON {table} TO hjemvei_worker USING (true)"
                    for table in OWN_TABLES
                ],
                *[f"GRANT SELECT (roll_id) ON {table} TO hjemvei_worker" for table in OWN_TABLES],
                "GRANT SELECT (applied_at) ON exchange_rollimport TO hjemvei_worker",
            ],
            [
                "REVOKE SELECT (applied_at) ON exchange_rollimport FROM hjemvei_worker",
                *[f"DROP POLICY {table}_worker ON {table}" for table in OWN_TABLES],
                *[f"DROP POLICY {table}_delete ON {table}" for table in OWN_TABLES],
                f"ALTER POLICY exchange_rollrow_update ON exchange_rollrow USING ({MINE}) WITH CHECK ({MINE})",
                f"ALTER POLICY exchange_rollrow_select ON exchange_rollrow USING ({MINE})",
            ],
        ),
    ]
