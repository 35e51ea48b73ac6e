"""What the retention rules delete of single tables, before the record itself ends."""

from __future__ import annotations

from django.db import migrations

from hjemvei.core import rls
from hjemvei.rights.migrations import _ending_sql as sql


class Migration(migrations.Migration):
    dependencies = [
        ("rights", "0009_handover"),
        ("cases", "0020_stop_what_waits"),
        ("needs", "0001_initial"),
        ("oversight", "0001_initial"),
        ("exchange", "0003_staging"),
    ]
    operations = [
        rls.function(
            "delete_due(in_table text, starts text, at timestamptz, in_months int, in_days int, classes int[],"
            " dry boolean) RETURNS bigint LANGUAGE plpgsql",
            sql.DELETE_DUE,
            execute="hjemvei_worker",
        ),
    ]
