"""No index on the controller alone: it holds the same for most rows, and another one begins with it where it is used."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models

from hjemvei.core import rls

TWINS = {"persons_person_key_a115310b_like": "persons_person (key varchar_pattern_ops)"}


class Migration(migrations.Migration):
    dependencies = [
        ("parties", "0002_opening_hours"),
        ("persons", "0001_initial"),
    ]

    operations = [
        migrations.AlterField(
            model_name="identifier",
            name="controller",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="parties.controller",
            ),
        ),
        migrations.AlterField(
            model_name="person",
            name="controller",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="parties.controller",
            ),
        ),
        rls.without_indexes(TWINS),
    ]
