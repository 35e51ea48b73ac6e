"""What a withdrawal stops, also where whoever takes it down may not see it: notices, tasks, parts, questions, mails.

What a unit has of its own controller is its own while it keeps the case: a tenancy goes on needing somebody.
"""

from __future__ import annotations

from django.db import migrations

from hjemvei.core import rls
from hjemvei.sharing.migrations._kernel_sql import REFUSED

LEAVES = (
    "NOT (kernel.keeps(c.case_id, t.to_unit_id) OR EXISTS (SELECT 1 FROM public.sharing_participation o"
    " WHERE o.case_id = c.case_id AND o.unit_id = t.to_unit_id AND o.basis = 'own' AND o.ends_at > at))"
)
FROM_OTHERS = (
    "(t.controller_id <> (SELECT u.controller_id FROM public.parties_unit u WHERE u.id = t.to_unit_id)"
    f" OR {LEAVES})"
)
TO_THEM = "t.case_id = c.case_id AND t.to_unit_id = ANY (units)"
STOP_WAITING = f"""
DECLARE
  c public.sharing_consent;
  stopped int := 0;
  n int;
BEGIN
  SELECT * INTO c FROM public.sharing_consent x WHERE x.id = in_consent;
  IF c.id IS NULL OR NOT kernel.may_write(c.case_id) THEN
    {REFUSED};
  END IF;
  UPDATE public.cases_notice t SET state = 'cancelled'
    WHERE t.consent_id = c.id AND t.state = 'sent' AND NOT t.to_unit_id = ANY (keeps);
  GET DIAGNOSTICS n = ROW_COUNT;
  stopped := stopped + n;
  UPDATE public.cases_assignment t SET state = 'ended', ended_at = at
    WHERE {TO_THEM} AND (t.state = 'offered' OR (t.state = 'accepted' AND {FROM_OTHERS}));
  GET DIAGNOSTICS n = ROW_COUNT;
  stopped := stopped + n;
  UPDATE public.cases_task t SET lapsed_at = at
    WHERE {TO_THEM} AND t.done_at IS NULL AND t.exempted_at IS NULL AND t.lapsed_at IS NULL AND {FROM_OTHERS};
  GET DIAGNOSTICS n = ROW_COUNT;
  stopped := stopped + n;
  UPDATE public.cases_message t SET answer_by = NULL
    WHERE {TO_THEM} AND t.answer_by IS NOT NULL AND t.answered_at IS NULL AND {FROM_OTHERS};
  GET DIAGNOSTICS n = ROW_COUNT;
  stopped := stopped + n;
  UPDATE public.cases_responsibility t SET superseded_at = at
    WHERE {TO_THEM} AND t.state = 'proposed' AND t.superseded_at IS NULL AND {FROM_OTHERS};
  GET DIAGNOSTICS n = ROW_COUNT;
  stopped := stopped + n;
  UPDATE public.audit_outbox t SET cancelled_at = at
    WHERE t.case_id = c.case_id AND t.to_unit_id = ANY (units) AND t.sent_at IS NULL AND t.cancelled_at IS NULL;
  GET DIAGNOSTICS n = ROW_COUNT;
  RETURN stopped + n;
END
"""


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0013_documents"),
        ("audit", "0020_outbox_about"),
        ("sharing", "0024_access_ended"),
    ]
    operations = [
        rls.function(
            "stop_waiting(in_consent bigint, units int[], keeps int[], at timestamptz) RETURNS int LANGUAGE plpgsql",
            STOP_WAITING,
        ),
    ]
