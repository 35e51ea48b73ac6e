"""What dashboards ask for: how many cases each colleague has, and parts that somebody said no to."""

from __future__ import annotations

from django.db import migrations, models

from hjemvei.core import rls

WORKLOAD = f"""
SELECT l.owner_id::bigint, count(*) FROM public.cases_caseload l
WHERE l.unit_id = in_unit AND in_unit = ANY ({rls.UNITS}) AND l.is_open AND l.owner_id IS NOT NULL
GROUP BY l.owner_id
"""
"""Numbers alone, of the actor's own units: a look at each case would cost more than the count."""


class Migration(migrations.Migration):
    dependencies = [("cases", "0005_fewer_checks")]
    operations = [
        migrations.AddIndex(
            model_name="assignment",
            index=models.Index(
                fields=["owner_unit", "answered_at"],
                condition=models.Q(("state", "declined")),
                name="assignment_declined",
            ),
        ),
        rls.function(
            "workload(in_unit bigint) RETURNS TABLE (user_id bigint, cases bigint) LANGUAGE sql STABLE",
            WORKLOAD,
        ),
    ]
