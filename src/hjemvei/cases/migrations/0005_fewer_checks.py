"""Taking in a hundred thousand people: what the database checked or kept twice, it does once.

An index that another one begins with, and Django's `_like` twins of keys (nothing searches by the beginning of a
key, and the collation's order is that of the bytes), go. A placement's and a date's custody are checked by the
composite reference `(case_id, custody_id)` alone; a list's rows are made by the kernel from rows that stand. A case's
tasks are found by the case (`+ 0` closes the way by the unit, which reads all that the unit has to do).
"""

from __future__ import annotations

import importlib

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from hjemvei.core import rls

NEAREST: str = importlib.import_module("hjemvei.cases.migrations.0004_owner_of_controller").nearest()
SIGNATURE = "sync_caseload(case_ids bigint[]) RETURNS void LANGUAGE plpgsql"
BY_UNIT, BY_CASE = "x.to_unit_id = p.unit_id AND x.done_at", "x.to_unit_id + 0 = p.unit_id AND x.done_at"


def by_case() -> str:
    """The body of 0004 with another way to the tasks. Raises where that text is no longer there."""
    if NEAREST.count(BY_UNIT) != 1:
        raise ValueError("sync_caseload of 0004 has changed")
    return NEAREST.replace(BY_UNIT, BY_CASE)


TWINS = {
    "cases_custody_case_id_8b3b3c3e": "cases_custody (case_id)",
    "cases_releasedate_case_id_d4680b6d": "cases_releasedate (case_id)",
    "cases_event_case_id_59b954a1": "cases_event (case_id)",
    "cases_appliedagreement_case_id_b2d0aeb5": "cases_appliedagreement (case_id)",
    "cases_custody_key_1ce9719b_like": "cases_custody (key varchar_pattern_ops)",
    "cases_placement_key_4f05edd5_like": "cases_placement (key varchar_pattern_ops)",
    "cases_releasedate_key_9b611367_like": "cases_releasedate (key varchar_pattern_ops)",
    "cases_event_key_5eb9f22c_like": "cases_event (key varchar_pattern_ops)",
    "cases_task_key_1869409c_like": "cases_task (key varchar_pattern_ops)",
    "cases_appliedagreement_key_0a897c10_like": "cases_appliedagreement (key varchar_pattern_ops)",
}


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0004_owner_of_controller"),
        ("parties", "0002_opening_hours"),
        ("persons", "0002_fewer_indexes"),
        ("sharing", "0006_admit_sets"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="task",
            name="task_open_once",
        ),
        migrations.AlterField(
            model_name="caseload",
            name="case",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="caseloads",
                to="sharing.case",
            ),
        ),
        migrations.AlterField(
            model_name="caseload",
            name="municipality",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="parties.municipality",
            ),
        ),
        migrations.AlterField(
            model_name="caseload",
            name="owner",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            model_name="caseload",
            name="person",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="persons.person",
            ),
        ),
        migrations.AlterField(
            model_name="caseload",
            name="prison_unit",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="parties.unit",
            ),
        ),
        migrations.AlterField(
            model_name="caseload",
            name="unit",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="parties.unit",
            ),
        ),
        migrations.AlterField(
            model_name="custody",
            name="municipality_of_stay",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="parties.municipality",
            ),
        ),
        migrations.AlterField(
            model_name="custody",
            name="wished_municipality",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="parties.municipality",
            ),
        ),
        migrations.AlterField(
            model_name="placement",
            name="custody",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="placements",
                to="cases.custody",
            ),
        ),
        migrations.AlterField(
            model_name="releasedate",
            name="custody",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="release_dates",
                to="cases.custody",
            ),
        ),
        migrations.AlterField(
            model_name="task",
            name="done_by",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            model_name="task",
            name="exempted_by",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="task",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("done_at__isnull", True), ("exempted_at__isnull", True), ("lapsed_at__isnull", True)
                ),
                fields=("case", "to_unit", "code"),
                name="task_open_once",
            ),
        ),
        rls.without_indexes(TWINS),
        migrations.RunSQL(rls.function(SIGNATURE, by_case()).sql, rls.function(SIGNATURE, NEAREST).sql),
    ]
