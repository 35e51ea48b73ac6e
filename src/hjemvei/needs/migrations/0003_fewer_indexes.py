"""No index where another one begins with the same columns."""

from __future__ import annotations

from django.db import migrations

from hjemvei.core import rls

TWINS = {
    "needs_housingfact_case_id_b62371f1": "needs_housingfact (case_id)",
    "needs_housingfact_key_8e9aee69_like": "needs_housingfact (key varchar_pattern_ops)",
}


class Migration(migrations.Migration):
    dependencies = [("needs", "0002_locks")]
    operations = [rls.without_indexes(TWINS)]
