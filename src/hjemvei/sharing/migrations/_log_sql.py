"""Bodies of the kernel functions that write the log of consents (0021); a later change is a new migration."""

from __future__ import annotations

from hjemvei.sharing.migrations._kernel_sql import REFUSED

KEY = "left(translate(encode(uuid_send(gen_random_uuid()), 'hex'), '01', 'gh'), 12)"
ENDS = "(c.ends_before::timestamp AT TIME ZONE 'Europe/Oslo')"
SAME = (
    "l.giver_id = s.giver_id AND l.receiver_unit_id = s.receiver_unit_id AND l.info_class = s.info_class"
    " AND l.purpose = s.purpose"
)
LINE = (
    "INSERT INTO public.sharing_consentchange (key, case_id, controller_id, owner_unit_id, recorded_by_id, recorded_at,"
    " event_id, change, giver_id, receiver_unit_id, info_class, purpose)"
)
ARROW = "s.giver_id, s.receiver_unit_id, s.info_class, s.purpose"

# The lines are made from the consent's own scopes, never from what the caller says; the row belongs to whoever the
# consent belongs to, also when another party takes the answer down.
WRITE_CONSENT_EVENT = f"""
DECLARE
  who int := current_setting('hjemvei.user')::int;
  c public.sharing_consent;
  fresh bigint;
  has_period boolean := in_kind IN ('given', 'narrowed', 'extended');
BEGIN
  SELECT * INTO c FROM public.sharing_consent x WHERE x.id = in_consent FOR UPDATE;
  IF c.id IS NULL OR NOT kernel.may_write(c.case_id)
     OR in_kind NOT IN ('asked', 'given', 'narrowed', 'extended', 'refused', 'withdrawn')
     OR c.state <> (CASE WHEN in_kind IN ('asked', 'refused') THEN in_kind ELSE 'given' END)
     OR (in_kind = 'narrowed') <> (replaced IS NOT NULL)
     OR (replaced IS NOT NULL AND NOT EXISTS (SELECT 1 FROM public.sharing_consent o
                                              WHERE o.id = replaced AND o.case_id = c.case_id)) THEN
    {REFUSED};
  END IF;
  INSERT INTO public.sharing_consentevent
         (key, case_id, controller_id, owner_unit_id, recorded_by_id, recorded_at, consent_id, kind, happened_at, form,
          witness_name, language, interpreter_used, interpreter_how, explained, representation, representative_name,
          starts_on, ends_before, replaces_id)
    SELECT {KEY}, c.case_id, c.controller_id, c.owner_unit_id, who, now(), c.id, in_kind, happened, r.form,
           r.witness_name, r.language, r.interpreter_used, r.interpreter_how, r.explained, r.representation,
           r.representative_name, CASE WHEN has_period THEN c.starts_on END, CASE WHEN has_period THEN c.ends_before END,
           replaced
    FROM jsonb_to_record(terms) AS r(form text, witness_name text, language text, interpreter_used boolean,
         interpreter_how text, explained text, representation text, representative_name text)
    RETURNING id INTO fresh;
  {LINE}
    SELECT {KEY}, c.case_id, c.controller_id, c.owner_unit_id, who, now(), fresh, x.change, x.giver_id,
           x.receiver_unit_id, x.info_class, x.purpose
    FROM (SELECT 'added' AS change, {ARROW} FROM public.sharing_consentscope s
            WHERE s.consent_id = c.id AND in_kind = 'given'
          UNION ALL
          SELECT 'added', {ARROW} FROM public.sharing_consentscope s
            WHERE s.consent_id = c.id AND in_kind = 'extended' AND NOT EXISTS (
              SELECT 1 FROM public.sharing_consentchange l JOIN public.sharing_consentevent e ON e.id = l.event_id
              WHERE e.consent_id = c.id AND l.change <> 'ended' AND {SAME})
          UNION ALL
          SELECT CASE WHEN EXISTS (SELECT 1 FROM public.sharing_consentscope l WHERE l.consent_id = replaced AND {SAME})
                      THEN 'kept' ELSE 'added' END, {ARROW} FROM public.sharing_consentscope s
            WHERE s.consent_id = c.id AND in_kind = 'narrowed'
          UNION ALL
          SELECT 'ended', {ARROW} FROM public.sharing_consentscope s
            WHERE s.consent_id = replaced AND NOT EXISTS (
              SELECT 1 FROM public.sharing_consentscope l WHERE l.consent_id = c.id AND {SAME})
          UNION ALL
          SELECT 'ended', {ARROW} FROM public.sharing_consentscope s
            WHERE s.consent_id = c.id AND in_kind = 'withdrawn') x;
  RETURN fresh;
END
"""

# Time said it, nobody did: no form, and the system took it down. Once for each consent.
EXPIRE_CONSENTS = f"""
DECLARE
  written int;
BEGIN
  WITH over AS (
    INSERT INTO public.sharing_consentevent
           (key, case_id, controller_id, owner_unit_id, recorded_by_id, recorded_at, consent_id, kind, happened_at, form,
            witness_name, language, interpreter_used, interpreter_how, explained, representation, representative_name)
      SELECT {KEY}, c.case_id, c.controller_id, c.owner_unit_id, who, now(), c.id, 'expired', {ENDS}, '', '', c.language,
             false, '', '', 'self', ''
      FROM public.sharing_consent c
      WHERE c.state = 'given' AND {ENDS} <= now()
        AND NOT EXISTS (SELECT 1 FROM public.sharing_consentevent e WHERE e.consent_id = c.id AND e.kind = 'expired')
      RETURNING id, case_id, controller_id, owner_unit_id, consent_id),
  lines AS (
    {LINE}
      SELECT {KEY}, o.case_id, o.controller_id, o.owner_unit_id, who, now(), o.id, 'ended', {ARROW}
      FROM over o JOIN public.sharing_consentscope s ON s.consent_id = o.consent_id)
  SELECT count(*) INTO written FROM over;
  RETURN written;
END
"""

# Longer for whom it is open to now; whoever was let in earlier and has lost it is not let in again.
EXTEND = f"""
DECLARE
  c public.sharing_consent;
  day date := (now() AT TIME ZONE 'Europe/Oslo')::date;
  old_end timestamptz;
  new_end timestamptz := until::timestamp AT TIME ZONE 'Europe/Oslo';
BEGIN
  SELECT * INTO c FROM public.sharing_consent x WHERE x.id = in_consent FOR UPDATE;
  IF c.id IS NULL OR NOT kernel.may_write(c.case_id) OR c.state <> 'given' OR c.starts_on > day OR c.ends_before <= day
     OR until <= c.ends_before THEN
    {REFUSED};
  END IF;
  old_end := c.ends_before::timestamp AT TIME ZONE 'Europe/Oslo';
  UPDATE public.sharing_consent SET ends_before = until WHERE id = c.id;
  UPDATE public.sharing_grant g SET ends_at = new_end FROM public.sharing_participation p
    WHERE p.consent_id = c.id AND g.participation_id = p.id AND g.ends_at = old_end;
  UPDATE public.sharing_participation SET ends_at = new_end WHERE consent_id = c.id AND ends_at = old_end;
  PERFORM kernel.refresh(ARRAY[c.case_id]);
END
"""
