"""A case that nobody takes part in any more is closed from the moment the last part ended: retention counts from it."""

from __future__ import annotations

from django.db import migrations

from hjemvei.core import rls

# A part in an emergency is no part. The line of the timeline is the last unit's own, which everybody there could read.
CLOSE_LEFT = """
DECLARE
  x record;
  done bigint[] := '{}';
BEGIN
  FOR x IN
    SELECT c.id, p.unit_id, p.controller_id, p.ends_at,
           CASE WHEN u.kind = 'prison' THEN 'prison_left' ELSE 'all_left' END AS why
    FROM public.sharing_case c
    JOIN LATERAL (SELECT q.unit_id, q.controller_id, q.ends_at FROM public.sharing_participation q
                  WHERE q.case_id = c.id AND q.basis <> 'break_glass' ORDER BY q.ends_at DESC, q.id DESC LIMIT 1) p
      ON p.ends_at <= now()
    JOIN public.parties_unit u ON u.id = p.unit_id
    WHERE c.closed_at IS NULL ORDER BY c.id FOR UPDATE OF c
  LOOP
    UPDATE public.sharing_case c SET closed_at = x.ends_at, close_reason = x.why WHERE c.id = x.id;
    UPDATE public.cases_task t SET lapsed_at = now()
      WHERE t.case_id = x.id AND t.done_at IS NULL AND t.exempted_at IS NULL AND t.lapsed_at IS NULL;
    INSERT INTO public.cases_event (key, case_id, controller_id, owner_unit_id, recorded_by_id, recorded_at, info_class,
                                    code, text, values, is_milestone, happened_at)
      VALUES (left(translate(encode(uuid_send(gen_random_uuid()), 'hex'), '01', 'gh'), 12), x.id, x.controller_id,
              x.unit_id, in_who, now(), 8, 'case_closed', 'Saken er avsluttet: ingen har del i den lenger', '{}', true,
              x.ends_at);
    done := done || x.id;
  END LOOP;
  PERFORM kernel.refresh(done);
  RETURN coalesce(cardinality(done), 0);
END
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0021_sealed_titles"), ("sharing", "0034_left_by_all")]
    operations = [
        rls.function(
            "close_left(in_who int) RETURNS int LANGUAGE plpgsql", CLOSE_LEFT, execute="hjemvei_worker"
        ),
    ]
