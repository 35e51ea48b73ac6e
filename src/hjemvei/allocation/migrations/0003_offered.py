"""Which of a controller's dwellings are offered, without saying to whom."""

from __future__ import annotations

from django.db import migrations

from hjemvei.core import rls

OFFERED = f"""
SELECT o.dwelling_id, o.available_from FROM public.allocation_offer o
JOIN public.homes_dwelling d ON d.id = o.dwelling_id
WHERE o.dwelling_id = ANY (in_dwellings) AND o.state IN ('made', 'accepted')
  AND d.controller_id = current_setting('hjemvei.controller')::int AND cardinality({rls.UNITS}) > 0
"""


class Migration(migrations.Migration):
    dependencies = [("allocation", "0002_locks"), ("homes", "0002_locks")]
    operations = [
        rls.function(
            "offered_dwellings(in_dwellings bigint[])"
            " RETURNS TABLE (dwelling_id bigint, available_from date) LANGUAGE sql STABLE",
            OFFERED,
        ),
    ]
