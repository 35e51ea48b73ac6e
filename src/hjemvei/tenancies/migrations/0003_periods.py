"""In which periods a controller's dwellings are let, without saying to whom; what is secured on a lease in all."""

from __future__ import annotations

from django.db import migrations

from hjemvei.core import rls

PERIODS = f"""
SELECT l.dwelling_id, l.starts_on, l.ends_before FROM public.tenancies_lease l
JOIN public.homes_dwelling d ON d.id = l.dwelling_id
WHERE l.dwelling_id = ANY (in_dwellings) AND l.cancelled_at IS NULL
  AND d.controller_id = current_setting('hjemvei.controller')::int AND cardinality({rls.UNITS}) > 0
"""
SECURED = """
SELECT coalesce(sum(g.amount), 0)::int FROM public.tenancies_guarantee g
WHERE g.lease_id = in_lease AND g.controller_id = current_setting('hjemvei.controller')::int
"""


class Migration(migrations.Migration):
    dependencies = [("tenancies", "0002_locks"), ("homes", "0002_locks")]
    operations = [
        rls.function(
            "lease_periods(in_dwellings bigint[])"
            " RETURNS TABLE (dwelling_id bigint, starts_on date, ends_before date) LANGUAGE sql STABLE",
            PERIODS,
        ),
        rls.function("secured_on(in_lease bigint) RETURNS int LANGUAGE sql STABLE", SECURED),
    ]
