"""The lists of a case cost the same whatever the database knows of its tables' sizes.

A whole roll makes its tasks in jobs that start before anything has been counted: a plan made for empty tables read
all tasks for every person, 3.5 ms a person instead of 0.1. Here everything is found by the case, so only the ways
by index are open; and one plan is made for all calls, since one of these joins costs more to plan than to do.
"""

from __future__ import annotations

from django.db import migrations

from hjemvei.core import rls

FUNCTION = "FUNCTION kernel.sync_caseload(bigint[])"
STEADY = {
    "plan_cache_mode": "force_generic_plan",
    "enable_seqscan": "off",
    "enable_hashjoin": "off",
    "enable_mergejoin": "off",
}


def as_kernel(statements: list[str]) -> list[str]:
    return [f"SET LOCAL ROLE {rls.KERNEL}", *statements, "RESET ROLE"]


class Migration(migrations.Migration):
    dependencies = [("cases", "0007_left_tasks")]
    operations = [
        rls.run(
            as_kernel([f"ALTER {FUNCTION} SET {name} = {value}" for name, value in STEADY.items()]),
            as_kernel([f"ALTER {FUNCTION} RESET {name}" for name in STEADY]),
        )
    ]
