"""Row-level security of deviations."""

from __future__ import annotations

from django.db import migrations

from hjemvei.accounts.enums import InfoClass
from hjemvei.core import rls


class Migration(migrations.Migration):
    dependencies = [("deviations", "0001_initial"), ("cases", "0002_locks")]
    operations = [
        *rls.case_child(
            "deviations_deviation", info_class=InfoClass.COORDINATION.value, to_unit="to_unit_id"
        ),
        *rls.logged("deviations_deviation"),
    ]
