"""A staged roll is its unit's alone; staged rows may be deleted, they are meant to live a day."""

from __future__ import annotations

from django.db import migrations

from hjemvei.core import rls


class Migration(migrations.Migration):
    dependencies = [("exchange", "0001_initial"), ("sharing", "0002_kernel")]
    operations = [
        *rls.unit_rows("exchange_rollimport"),
        *rls.unit_rows("exchange_rollrow"),
        *rls.logged("exchange_rollimport"),
        rls.may_delete("exchange_rollrow"),
        migrations.RunSQL(
            [
                f"CREATE POLICY exchange_rollrow_delete ON exchange_rollrow FOR DELETE USING (owner_unit_id = ANY ({rls.UNITS}))",
                "CREATE POLICY exchange_rollrow_worker ON exchange_rollrow TO hjemvei_worker USING (true)",
                "GRANT SELECT (id, roll_id) ON exchange_rollrow TO hjemvei_worker",
                "CREATE POLICY exchange_rollimport_worker ON exchange_rollimport TO hjemvei_worker USING (true)",
                "GRANT SELECT (id, loaded_at, state, owner_unit_id) ON exchange_rollimport TO hjemvei_worker",
            ],
            [
                "DROP POLICY exchange_rollrow_delete ON exchange_rollrow",
                "DROP POLICY exchange_rollrow_worker ON exchange_rollrow",
                "DROP POLICY exchange_rollimport_worker ON exchange_rollimport",
            ],
        ),
    ]
