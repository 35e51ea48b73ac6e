"""How many meetings a committee has held, which its agreement may have as a target number."""

from __future__ import annotations

from django.db import migrations

from hjemvei.cooperation.migrations import _kernel_sql as sql
from hjemvei.core import rls


class Migration(migrations.Migration):
    dependencies = [("cooperation", "0002_locks")]
    operations = [
        rls.function(
            "meetings_held(in_agreements bigint[], from_day date, before_day date)"
            " RETURNS TABLE (agreement_id bigint, n int) LANGUAGE sql STABLE",
            sql.MEETINGS_HELD,
        ),
    ]
