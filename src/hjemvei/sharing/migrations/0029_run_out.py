"""A consent that runs out is ended one by one, by a unit that it belongs to; and a message about a case leaves only
while its receiver still takes part.
"""

from __future__ import annotations

from importlib import import_module

from django.db import migrations

from hjemvei.core import rls
from hjemvei.sharing.migrations._kernel_sql import REFUSED
from hjemvei.sharing.migrations._log_sql import ARROW, ENDS, KEY, LINE

OTHERWISE = import_module("hjemvei.sharing.migrations.0024_access_ended").OTHERWISE
UNTOLD = (
    f"c.state = 'given' AND {ENDS} <= now() AND NOT EXISTS"
    " (SELECT 1 FROM public.sharing_consentevent e WHERE e.consent_id = c.id AND e.kind = 'expired')"
)
# The unit that took it down, or another of its controller that is in the case: who is restricted there is no door.
CONSENTS_OVER = f"""
SELECT c.id, u.unit_id FROM public.sharing_consent c JOIN public.sharing_case k ON k.id = c.case_id
CROSS JOIN LATERAL (
  SELECT p.unit_id FROM public.sharing_participation p
  WHERE p.case_id = c.case_id AND p.controller_id = c.controller_id AND p.can_write AND p.basis <> 'break_glass'
    AND p.starts_at <= now() AND p.ends_at > now() AND p.unit_id = ANY (k.access_units)
  ORDER BY p.unit_id = c.owner_unit_id DESC, p.unit_id LIMIT 1) u
WHERE {UNTOLD} ORDER BY c.id
"""
# The truth that time has said already: who loses by it, the line in the log, what each keeps as its own. NULL where
# there is nothing to tell. Whoever is let in by another consent loses nothing.
EXPIRE_CONSENT = f"""
DECLARE
  who int := current_setting('hjemvei.user')::int;
  c public.sharing_consent;
  lost int[];
  fresh bigint;
BEGIN
  SELECT * INTO c FROM public.sharing_consent x WHERE x.id = in_consent FOR UPDATE;
  IF c.id IS NULL OR NOT kernel.may_write(c.case_id) THEN
    {REFUSED};
  END IF;
  IF NOT ({UNTOLD}) THEN
    RETURN NULL;
  END IF;
  SELECT coalesce(array_agg(DISTINCT p.unit_id ORDER BY p.unit_id), '{{}}') INTO lost
    FROM public.sharing_participation p WHERE p.consent_id = c.id AND p.ends_at = {ENDS} AND NOT {OTHERWISE};
  INSERT INTO public.sharing_accessend (key, unit_id, case_id, reference, reason, ended_at)
    SELECT {KEY}, u.id, k.id, k.key, 'expired', {ENDS} FROM unnest(lost) AS u(id)
    JOIN public.sharing_case k ON k.id = c.case_id;
  INSERT INTO public.sharing_consentevent
         (key, case_id, controller_id, owner_unit_id, recorded_by_id, recorded_at, consent_id, kind, happened_at, form,
          witness_name, language, interpreter_used, interpreter_how, explained, representation, representative_name)
    VALUES ({KEY}, c.case_id, c.controller_id, c.owner_unit_id, who, now(), c.id, 'expired', {ENDS}, '', '', c.language,
            false, '', '', 'self', '') RETURNING id INTO fresh;
  {LINE}
    SELECT {KEY}, c.case_id, c.controller_id, c.owner_unit_id, who, now(), fresh, 'ended', {ARROW}
    FROM public.sharing_consentscope s WHERE s.consent_id = c.id;
  PERFORM kernel.expire(ARRAY[c.case_id]);
  RETURN lost;
END
"""
# What a unit keeps as its own after access ended began later than what was written to it before.
MAY_LEAVE = """
SELECT o.case_id IS NULL OR EXISTS (
  SELECT 1 FROM public.sharing_participation p
  WHERE p.case_id = o.case_id AND p.unit_id = o.to_unit_id AND p.starts_at <= now() AND p.ends_at > now()
    AND (p.basis NOT IN ('own', 'break_glass') OR (p.basis = 'own' AND p.starts_at <= o.created_at)))
FROM public.audit_outbox o WHERE o.id = in_outbox
"""


class Migration(migrations.Migration):
    dependencies = [("sharing", "0028_sealed_access"), ("audit", "0021_purge_reads")]
    operations = [
        rls.function(
            "consents_over() RETURNS TABLE (consent bigint, unit int) LANGUAGE sql STABLE",
            CONSENTS_OVER,
            execute="hjemvei_worker",
        ),
        rls.function("expire_consent(in_consent bigint) RETURNS int[] LANGUAGE plpgsql", EXPIRE_CONSENT),
        rls.function("may_leave(in_outbox bigint) RETURNS boolean LANGUAGE sql STABLE", MAY_LEAVE),
    ]
