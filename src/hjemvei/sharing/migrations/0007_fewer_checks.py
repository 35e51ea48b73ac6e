"""No index where a longer one begins with its columns, or where a column holds the same for all; no check of what
the kernel has just read: grants and search tokens are made from participations, which the database checks.
"""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models

from hjemvei.core import rls

TWINS = {"sharing_case_key_40a016af_like": "sharing_case (key varchar_pattern_ops)"}


class Migration(migrations.Migration):
    dependencies = [
        ("parties", "0002_opening_hours"),
        ("sharing", "0006_admit_sets"),
    ]

    operations = [
        migrations.AlterField(
            model_name="case",
            name="controller",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="parties.controller",
            ),
        ),
        migrations.AlterField(
            model_name="case",
            name="opened_by_unit",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="parties.unit",
            ),
        ),
        migrations.AlterField(
            model_name="grant",
            name="case",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="grants",
                to="sharing.case",
            ),
        ),
        migrations.AlterField(
            model_name="grant",
            name="giver",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="parties.controller",
            ),
        ),
        migrations.AlterField(
            model_name="grant",
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
            model_name="participation",
            name="controller",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="parties.controller",
            ),
        ),
        migrations.AlterField(
            model_name="participation",
            name="unit",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="parties.unit",
            ),
        ),
        migrations.AlterField(
            model_name="searchtoken",
            name="case",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="sharing.case",
            ),
        ),
        migrations.AlterField(
            model_name="searchtoken",
            name="unit",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="parties.unit",
            ),
        ),
        rls.without_indexes(TWINS),
    ]
