"""Bodies of the kernel functions of 0002; a later change is a new migration, this text stays."""

from __future__ import annotations

REFUSED = "RAISE EXCEPTION 'not allowed' USING ERRCODE = 'insufficient_privilege'"
UNITS = "current_setting('hjemvei.units')::int[]"
FOREVER = "'9999-12-31 00:00:00+00'::timestamptz"
SHAREABLE = "ARRAY[1,2,3,4,5,6,7,8,10]"

REFRESH = f"""
BEGIN
  UPDATE public.sharing_case c SET access_units = s.units, visible_until = s.until
  FROM (SELECT x.id,
               coalesce(array_agg(DISTINCT p.unit_id ORDER BY p.unit_id) FILTER (WHERE p.id IS NOT NULL), '{{}}') AS units,
               coalesce(min(p.ends_at), {FOREVER}) AS until
        FROM unnest(case_ids) AS x(id)
        LEFT JOIN public.sharing_participation p ON p.case_id = x.id AND p.starts_at <= now() AND p.ends_at > now()
        GROUP BY x.id) s
  WHERE c.id = s.id AND (c.access_units <> s.units OR c.visible_until <> s.until);
  UPDATE public.persons_person c SET access_units = s.units, visible_until = s.until
  FROM (SELECT x.person_id AS id,
               coalesce(array_agg(DISTINCT p.unit_id ORDER BY p.unit_id) FILTER (WHERE p.id IS NOT NULL), '{{}}') AS units,
               coalesce(min(p.ends_at), {FOREVER}) AS until
        FROM (SELECT DISTINCT q.person_id FROM public.sharing_participation q WHERE q.case_id = ANY (case_ids)) x
        LEFT JOIN public.sharing_participation p ON p.person_id = x.person_id AND p.starts_at <= now() AND p.ends_at > now()
        GROUP BY x.person_id) s
  WHERE c.id = s.id AND (c.access_units <> s.units OR c.visible_until <> s.until);
END
"""

MAY_WRITE = f"""
SELECT EXISTS (SELECT 1 FROM public.sharing_participation p JOIN public.sharing_case c ON c.id = p.case_id
               WHERE p.case_id = in_case AND p.unit_id = ANY ({UNITS}) AND p.can_write
                 AND p.starts_at <= now() AND p.ends_at > now()
                 AND c.protection <= current_setting('hjemvei.clearance')::int
                 AND current_setting('hjemvei.user')::int <> ALL (c.blocked_users))
"""

# Takes in people that a unit holds (basis custody) or who ask it for help (basis request). A known identity number
# finds the controller's own record: an open case elsewhere in the controller moves here, an ended one stays ended.
ADMIT = f"""
#variable_conflict use_column
DECLARE
  who int := current_setting('hjemvei.controller')::int;
  forever constant timestamptz := {FOREVER};
BEGIN
  IF NOT in_unit = ANY ({UNITS}) OR admit.basis NOT IN ('custody', 'request')
     OR NOT EXISTS (SELECT 1 FROM public.parties_unit u WHERE u.id = in_unit AND u.controller_id = who) THEN
    {REFUSED};
  END IF;
  DROP TABLE IF EXISTS pg_temp.kernel_admit;
  CREATE TEMP TABLE kernel_admit (
    n int, family_name text, given_name text, name_search text, sort_key text, birth_date date, sex text, language text,
    needs_interpreter boolean, protection int, blind_index bytea, number_kind text, ciphertext bytea, last_digits text,
    person_key text, case_key text, tokens bigint[], person_id bigint, case_id bigint, outcome text) ON COMMIT DROP;
  INSERT INTO pg_temp.kernel_admit
    SELECT r.n, r.family_name, r.given_name, r.name_search, r.sort_key, r.birth_date, r.sex, r.language,
           coalesce(r.needs_interpreter, false), coalesce(r.protection, 0), decode(r.blind_index, 'hex'), r.number_kind,
           decode(r.ciphertext, 'hex'), r.last_digits, r.person_key, r.case_key, r.tokens, NULL, NULL, NULL
    FROM jsonb_to_recordset(admit.rows) AS r(n int, family_name text, given_name text, name_search text, sort_key text,
         birth_date date, sex text, language text, needs_interpreter boolean, protection int, blind_index text,
         number_kind text, ciphertext text, last_digits text, person_key text, case_key text, tokens bigint[]);
  UPDATE pg_temp.kernel_admit a SET person_id = i.person_id
    FROM public.persons_identifier i WHERE i.controller_id = who AND i.blind_index = a.blind_index;
  UPDATE pg_temp.kernel_admit a SET case_id = c.id,
         outcome = CASE WHEN c.access_units && ARRAY[in_unit] THEN 'here' ELSE 'moved' END
    FROM public.sharing_case c WHERE c.person_id = a.person_id AND c.closed_at IS NULL;
  UPDATE pg_temp.kernel_admit a SET outcome = CASE WHEN a.person_id IS NULL THEN 'new' ELSE 'back' END
    WHERE a.outcome IS NULL;
  UPDATE pg_temp.kernel_admit a SET person_id = nextval('public.persons_person_id_seq') WHERE a.outcome = 'new';
  UPDATE pg_temp.kernel_admit a SET case_id = nextval('public.sharing_case_id_seq') WHERE a.outcome IN ('new', 'back');
  INSERT INTO public.persons_person (id, key, controller_id, family_name, given_name, name_search, sort_key, birth_date, sex,
         language, needs_interpreter, protection, access_units, visible_until, blocked_users, recorded_at)
    SELECT a.person_id, a.person_key, who, a.family_name, a.given_name, a.name_search, a.sort_key, a.birth_date, a.sex,
           a.language, a.needs_interpreter, a.protection, ARRAY[in_unit], forever, '{{}}', now()
    FROM pg_temp.kernel_admit a WHERE a.outcome = 'new';
  INSERT INTO public.persons_identifier (person_id, controller_id, kind, ciphertext, blind_index, last_digits)
    SELECT a.person_id, who, a.number_kind, a.ciphertext, a.blind_index, a.last_digits
    FROM pg_temp.kernel_admit a WHERE a.outcome = 'new' AND a.blind_index IS NOT NULL;
  INSERT INTO public.sharing_case (id, key, person_id, controller_id, opened_by_unit_id, opened_at, close_reason,
         access_units, visible_until, protection, blocked_users)
    SELECT a.case_id, a.case_key, a.person_id, who, in_unit, now(), '', ARRAY[in_unit], forever, a.protection, '{{}}'
    FROM pg_temp.kernel_admit a WHERE a.outcome IN ('new', 'back');
  UPDATE public.sharing_grant g SET ends_at = now() FROM pg_temp.kernel_admit a, public.sharing_participation p
    WHERE a.outcome = 'moved' AND p.case_id = a.case_id AND p.basis = 'custody' AND p.controller_id = who
      AND g.participation_id = p.id AND g.ends_at > now();
  UPDATE public.sharing_participation p SET ends_at = now() FROM pg_temp.kernel_admit a
    WHERE a.outcome = 'moved' AND p.case_id = a.case_id AND p.basis = 'custody' AND p.controller_id = who
      AND p.ends_at > now();
  WITH made AS (
    INSERT INTO public.sharing_participation
           (case_id, unit_id, controller_id, person_id, basis, can_write, starts_at, ends_at)
      SELECT a.case_id, in_unit, who, a.person_id, admit.basis, true, now(), forever
      FROM pg_temp.kernel_admit a WHERE a.outcome <> 'here'
      RETURNING id, case_id)
  INSERT INTO public.sharing_grant (participation_id, case_id, giver_id, unit_id, keys, starts_at, ends_at)
    SELECT m.id, m.case_id, who, in_unit, ARRAY(SELECT in_unit * 16 + k FROM unnest({SHAREABLE}) k), now(), forever
    FROM made m;
  INSERT INTO public.sharing_searchtoken (unit_id, token, case_id)
    SELECT in_unit, x.token, a.case_id FROM pg_temp.kernel_admit a, unnest(a.tokens) AS x(token)
    WHERE a.outcome <> 'here' ON CONFLICT DO NOTHING;
  PERFORM kernel.refresh(ARRAY(SELECT a.case_id FROM pg_temp.kernel_admit a WHERE a.outcome IN ('moved', 'back')));
  RETURN QUERY SELECT a.n, a.case_id, a.person_id, a.outcome FROM pg_temp.kernel_admit a ORDER BY a.n;
END
"""

# Opens a case to a unit that a consent in force names, in exactly the classes it names. The receiver's controller gets a
# person record of its own: the one it has under the same identity number, else a copy of name and birth.
GIVE_ACCESS = f"""
DECLARE
  c public.sharing_consent;
  receiver int;
  record_id bigint;
  source_id bigint;
  part_id bigint;
  until timestamptz;
BEGIN
  SELECT * INTO c FROM public.sharing_consent x WHERE x.id = in_consent FOR UPDATE;
  IF c.id IS NULL OR NOT kernel.may_write(c.case_id) OR c.state <> 'given'
     OR c.starts_on > (now() AT TIME ZONE 'Europe/Oslo')::date
     OR c.ends_before <= (now() AT TIME ZONE 'Europe/Oslo')::date
     OR NOT EXISTS (SELECT 1 FROM public.sharing_consentscope s WHERE s.consent_id = c.id AND s.receiver_unit_id = to_unit
                    AND s.info_class = 1) THEN
    {REFUSED};
  END IF;
  SELECT p.id INTO part_id FROM public.sharing_participation p
    WHERE p.case_id = c.case_id AND p.unit_id = to_unit AND p.consent_id = c.id AND p.ends_at > now();
  IF part_id IS NOT NULL THEN
    RETURN part_id;
  END IF;
  until := c.ends_before::timestamp AT TIME ZONE 'Europe/Oslo';
  SELECT u.controller_id INTO receiver FROM public.parties_unit u WHERE u.id = to_unit;
  SELECT k.person_id INTO source_id FROM public.sharing_case k WHERE k.id = c.case_id;
  SELECT p.person_id INTO record_id FROM public.sharing_participation p
    WHERE p.case_id = c.case_id AND p.controller_id = receiver ORDER BY p.id DESC LIMIT 1;
  IF record_id IS NULL THEN
    SELECT i.person_id INTO record_id FROM public.persons_identifier i
      WHERE i.controller_id = receiver
        AND i.blind_index IN (SELECT j.blind_index FROM public.persons_identifier j WHERE j.person_id = source_id);
  END IF;
  IF record_id IS NULL THEN
    INSERT INTO public.persons_person (key, controller_id, family_name, given_name, name_search, sort_key, birth_date, sex,
           language, needs_interpreter, protection, access_units, visible_until, blocked_users, recorded_at)
      SELECT left(translate(encode(uuid_send(gen_random_uuid()), 'hex'), '01', 'gh'), 12), receiver, p.family_name,
             p.given_name, p.name_search, p.sort_key, p.birth_date, p.sex, p.language, p.needs_interpreter, p.protection,
             '{{}}', now(), p.blocked_users, now()
      FROM public.persons_person p WHERE p.id = source_id RETURNING id INTO record_id;
  END IF;
  INSERT INTO public.sharing_participation
         (case_id, unit_id, controller_id, person_id, basis, can_write, starts_at, ends_at, consent_id)
    VALUES (c.case_id, to_unit, receiver, record_id, 'consent', true, now(), until, c.id) RETURNING id INTO part_id;
  INSERT INTO public.sharing_grant (participation_id, case_id, giver_id, unit_id, keys, starts_at, ends_at)
    SELECT part_id, c.case_id, s.giver_id, to_unit, array_agg(DISTINCT to_unit * 16 + s.info_class), now(), until
    FROM public.sharing_consentscope s WHERE s.consent_id = c.id AND s.receiver_unit_id = to_unit AND s.giver_id <> receiver
    GROUP BY s.giver_id;
  INSERT INTO public.sharing_grant (participation_id, case_id, giver_id, unit_id, keys, starts_at, ends_at)
    SELECT part_id, c.case_id, receiver, to_unit, array_agg(DISTINCT to_unit * 16 + s.info_class), now(), until
    FROM public.sharing_consentscope s WHERE s.consent_id = c.id AND s.receiver_unit_id = to_unit
    HAVING count(*) > 0;
  PERFORM kernel.refresh(ARRAY[c.case_id]);
  RETURN part_id;
END
"""

# What was disclosed ends now. A unit that received something keeps its own rows (basis own) and sees nobody else's.
WITHDRAW = f"""
DECLARE
  c public.sharing_consent;
  ended int := 0;
  part public.sharing_participation;
  fresh bigint;
BEGIN
  SELECT * INTO c FROM public.sharing_consent x WHERE x.id = in_consent FOR UPDATE;
  IF c.id IS NULL OR NOT kernel.may_write(c.case_id) OR c.state <> 'given' THEN
    {REFUSED};
  END IF;
  UPDATE public.sharing_consent SET state = 'withdrawn', withdrawn_at = now(), withdrawn_how = how WHERE id = c.id;
  UPDATE public.sharing_disclosure SET ended_at = now() WHERE consent_id = c.id AND ended_at IS NULL;
  FOR part IN SELECT * FROM public.sharing_participation p WHERE p.consent_id = c.id AND p.ends_at > now() LOOP
    ended := ended + 1;
    IF EXISTS (SELECT 1 FROM public.sharing_disclosure d
               WHERE d.case_id = c.case_id AND d.receiver_unit_id = part.unit_id)
       AND NOT EXISTS (SELECT 1 FROM public.sharing_participation o WHERE o.case_id = c.case_id
                       AND o.unit_id = part.unit_id AND o.basis = 'own' AND o.ends_at > now()) THEN
      INSERT INTO public.sharing_participation
             (case_id, unit_id, controller_id, person_id, basis, can_write, starts_at, ends_at)
        VALUES (c.case_id, part.unit_id, part.controller_id, part.person_id, 'own', true, now(), {FOREVER})
        RETURNING id INTO fresh;
      INSERT INTO public.sharing_grant (participation_id, case_id, giver_id, unit_id, keys, starts_at, ends_at)
        SELECT fresh, g.case_id, g.giver_id, g.unit_id, g.keys, now(), {FOREVER} FROM public.sharing_grant g
        WHERE g.participation_id = part.id AND g.giver_id = part.controller_id;
    END IF;
  END LOOP;
  UPDATE public.sharing_grant g SET ends_at = now() FROM public.sharing_participation p
    WHERE p.consent_id = c.id AND g.participation_id = p.id AND g.ends_at > now();
  UPDATE public.sharing_participation SET ends_at = now() WHERE consent_id = c.id AND ends_at > now();
  PERFORM kernel.refresh(ARRAY[c.case_id]);
  RETURN ended;
END
"""

END_ACCESS = f"""
DECLARE
  ended int;
  stop timestamptz := greatest(at, now());
BEGIN
  IF NOT kernel.may_write(in_case) OR NOT EXISTS (SELECT 1 FROM public.parties_unit u WHERE u.id = in_unit
      AND u.controller_id = current_setting('hjemvei.controller')::int) THEN
    {REFUSED};
  END IF;
  UPDATE public.sharing_grant g SET ends_at = stop FROM public.sharing_participation p
    WHERE p.case_id = in_case AND p.unit_id = in_unit AND p.basis = 'custody' AND g.participation_id = p.id
      AND g.ends_at > now();
  UPDATE public.sharing_participation p SET ends_at = stop
    WHERE p.case_id = in_case AND p.unit_id = in_unit AND p.basis = 'custody' AND p.ends_at > now();
  GET DIAGNOSTICS ended = ROW_COUNT;
  PERFORM kernel.refresh(ARRAY[in_case]);
  RETURN ended;
END
"""

# A move within one controller, said by the unit that lets go.
HAND_OVER = f"""
DECLARE
  who int := current_setting('hjemvei.controller')::int;
  part public.sharing_participation;
  fresh bigint;
BEGIN
  SELECT * INTO part FROM public.sharing_participation p WHERE p.case_id = in_case AND p.unit_id = from_unit
    AND p.basis = 'custody' AND p.starts_at <= now() AND p.ends_at > now() FOR UPDATE;
  IF part.id IS NULL OR NOT kernel.may_write(in_case) OR NOT from_unit = ANY ({UNITS}) OR part.controller_id <> who
     OR NOT EXISTS (SELECT 1 FROM public.parties_unit u WHERE u.id = to_unit AND u.controller_id = who) THEN
    {REFUSED};
  END IF;
  UPDATE public.sharing_grant SET ends_at = now() WHERE participation_id = part.id AND ends_at > now();
  UPDATE public.sharing_participation SET ends_at = now() WHERE id = part.id;
  INSERT INTO public.sharing_participation (case_id, unit_id, controller_id, person_id, basis, can_write, starts_at, ends_at)
    VALUES (in_case, to_unit, who, part.person_id, 'custody', true, now(), {FOREVER}) RETURNING id INTO fresh;
  INSERT INTO public.sharing_grant (participation_id, case_id, giver_id, unit_id, keys, starts_at, ends_at)
    VALUES (fresh, in_case, who, to_unit, ARRAY(SELECT to_unit * 16 + k FROM unnest({SHAREABLE}) k), now(), {FOREVER});
  UPDATE public.sharing_searchtoken t SET unit_id = to_unit WHERE t.case_id = in_case AND t.unit_id = from_unit
    AND NOT EXISTS (SELECT 1 FROM public.sharing_searchtoken o
                    WHERE o.case_id = in_case AND o.unit_id = to_unit AND o.token = t.token);
  PERFORM kernel.refresh(ARRAY[in_case]);
END
"""

CLOSE_CASE = f"""
BEGIN
  IF NOT kernel.may_write(in_case) THEN
    {REFUSED};
  END IF;
  UPDATE public.sharing_case SET closed_at = now(), close_reason = reason WHERE id = in_case AND closed_at IS NULL;
END
"""

SET_TOKENS = f"""
BEGIN
  IF NOT kernel.may_write(in_case) OR NOT EXISTS (SELECT 1 FROM public.sharing_participation p
      WHERE p.case_id = in_case AND p.unit_id = in_unit AND p.ends_at > now()) THEN
    {REFUSED};
  END IF;
  DELETE FROM public.sharing_searchtoken t WHERE t.case_id = in_case AND t.unit_id = in_unit;
  INSERT INTO public.sharing_searchtoken (unit_id, token, case_id)
    SELECT DISTINCT in_unit, x.token, in_case FROM unnest(tokens) AS x(token);
END
"""

SET_PROTECTION = f"""
BEGIN
  IF NOT kernel.may_write(in_case) OR grade NOT BETWEEN 0 AND 2 THEN
    {REFUSED};
  END IF;
  UPDATE public.sharing_case SET protection = grade WHERE id = in_case;
  UPDATE public.persons_person x SET protection = grade
    FROM public.sharing_participation p WHERE p.case_id = in_case AND x.id = p.person_id;
END
"""

BLOCK = f"""
BEGIN
  IF NOT kernel.may_write(in_case) THEN
    {REFUSED};
  END IF;
  UPDATE public.sharing_case SET blocked_users = array_append(blocked_users, who)
    WHERE id = in_case AND NOT who = ANY (blocked_users);
  UPDATE public.persons_person x SET blocked_users = array_append(x.blocked_users, who)
    FROM public.sharing_participation p WHERE p.case_id = in_case AND x.id = p.person_id AND NOT who = ANY (x.blocked_users);
END
"""

PARTICIPANTS = f"""
SELECT p.unit_id, p.basis::text, p.starts_at, p.ends_at FROM public.sharing_participation p
WHERE p.case_id = in_case AND p.starts_at <= now() AND p.ends_at > now()
  AND EXISTS (SELECT 1 FROM public.sharing_participation q WHERE q.case_id = in_case AND q.unit_id = ANY ({UNITS})
              AND q.starts_at <= now() AND q.ends_at > now())
"""
