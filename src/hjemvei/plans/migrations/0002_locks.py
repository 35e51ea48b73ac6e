"""Row-level security of plans, goals and measures."""

from __future__ import annotations

from django.db import migrations

from hjemvei.accounts.enums import InfoClass
from hjemvei.core import rls


class Migration(migrations.Migration):
    dependencies = [("plans", "0001_initial"), ("cases", "0002_locks")]
    operations = [
        *rls.case_child("plans_plan", info_class=InfoClass.COORDINATION.value),
        *rls.case_child("plans_goal", info_class=None),
        *rls.case_child("plans_measure", info_class=None, to_unit="to_unit_id"),
        *[operation for table in ("plan", "goal", "measure") for operation in rls.logged(f"plans_{table}")],
        rls.in_case("plans_goal"),
        rls.same_case("plans_measure", "goal_id", "plans_goal"),
    ]
