"""Dwellings belong to a controller: its units see them, casework units write them."""

from __future__ import annotations

from django.db import migrations

from hjemvei.core import rls

OURS = "t.controller_id = current_setting('hjemvei.controller')::int AND cardinality(current_setting('hjemvei.units')::int[]) > 0"


class Migration(migrations.Migration):
    dependencies = [("homes", "0001_initial"), ("sharing", "0002_kernel")]
    operations = [
        *rls.policies(
            "homes_dwelling",
            select=OURS,
            insert=f"{OURS} AND t.owner_unit_id = ANY ({rls.UNITS})",
            update=OURS,
        ),
        *rls.logged("homes_dwelling"),
    ]
