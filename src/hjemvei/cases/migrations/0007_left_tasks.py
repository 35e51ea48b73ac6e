"""Tasks of a prison whose part in the case is over: nobody there can do them any more, so they lapse."""

from __future__ import annotations

from django.db import migrations

from hjemvei.core import rls

SIGNATURE = (
    "lapse_left() RETURNS TABLE (of_case bigint, of_unit bigint, tasks bigint, late bigint) LANGUAGE plpgsql"
)
LAPSE_LEFT = """
BEGIN
  RETURN QUERY WITH lapsed AS (
  UPDATE public.cases_task t SET lapsed_at = now()
  FROM public.parties_unit u
  WHERE u.id = t.to_unit_id AND u.kind = 'prison'
    AND t.done_at IS NULL AND t.exempted_at IS NULL AND t.lapsed_at IS NULL
    AND EXISTS (SELECT 1 FROM public.sharing_participation p
                WHERE p.case_id = t.case_id AND p.unit_id = t.to_unit_id AND p.ends_at <= now())
    AND NOT EXISTS (SELECT 1 FROM public.sharing_participation p
                    WHERE p.case_id = t.case_id AND p.unit_id = t.to_unit_id AND p.can_write AND p.ends_at > now())
  RETURNING t.case_id, t.to_unit_id, t.due_on)
SELECT l.case_id, l.to_unit_id::bigint, count(*),
       count(*) FILTER (WHERE l.due_on < (now() AT TIME ZONE 'Europe/Oslo')::date)
FROM lapsed l GROUP BY l.case_id, l.to_unit_id;
END
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0006_board")]
    operations = [rls.function(SIGNATURE, LAPSE_LEFT, execute="hjemvei_worker")]
