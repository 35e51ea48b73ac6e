"""Bodies of the kernel functions of 0002; a later change is a new migration, this text stays."""

from __future__ import annotations

from hjemvei.core.rls import UNITS, USER, cleared

REFUSED = "RAISE EXCEPTION 'not allowed' USING ERRCODE = 'insufficient_privilege'"
OWN = "current_setting('hjemvei.controller')::int"
CLEARED = f"{cleared('x.protection')} AND {USER} <> ALL (x.blocked_users)"

# The privacy officer of a controller is known by the seat, not by what the session claims.
ANSWERS_FOR = f"""
SELECT of_controller = {OWN} AND EXISTS (
  SELECT 1 FROM public.accounts_membership m JOIN public.parties_unit u ON u.id = m.unit_id
  WHERE m.user_id = {USER} AND m.role = 'privacy_officer' AND u.controller_id = of_controller
    AND m.starts_on <= (now() AT TIME ZONE 'Europe/Oslo')::date
    AND (m.ends_before IS NULL OR m.ends_before > (now() AT TIME ZONE 'Europe/Oslo')::date))
"""

# A part for each controller that took part, also for those whose part is over: they still hold something.
ASK_ACCESS = f"""
DECLARE
  made bigint;
BEGIN
  IF NOT kernel.may_write(in_case) OR NOT in_unit = ANY ({UNITS}) THEN
    {REFUSED};
  END IF;
  INSERT INTO public.rights_accessrequest
         (key, case_id, controller_id, unit_id, form, received_on, due_on, taken_by_id, recorded_at)
    VALUES (in_key, in_case, {OWN}, in_unit, in_form, in_received, in_due, {USER}, now()) RETURNING id INTO made;
  INSERT INTO public.rights_part (key, request_id, case_id, controller_id, state, delivered_how, sha256)
    SELECT left(translate(encode(uuid_send(gen_random_uuid()), 'hex'), '01', 'gh'), 12), made, in_case,
           p.controller_id, 'asked', '', ''
    FROM (SELECT DISTINCT q.controller_id FROM public.sharing_participation q WHERE q.case_id = in_case) p;
  RETURN made;
END
"""

# Everybody's name stays behind the same locks: the officer is given the one that a part or a decision is about.
RIGHTS_PERSON = f"""
SELECT x.id, x.key::text, x.family_name::text, x.given_name::text, x.birth_date, x.language::text
FROM public.persons_person x
WHERE x.id = in_person AND x.controller_id = {OWN} AND kernel.answers_for(x.controller_id) AND {CLEARED}
  AND (EXISTS (SELECT 1 FROM public.rights_disposal d WHERE d.person_id = x.id)
       OR EXISTS (SELECT 1 FROM public.rights_hold h WHERE h.person_id = x.id)
       OR EXISTS (SELECT 1 FROM public.rights_part p JOIN public.sharing_participation q ON q.case_id = p.case_id
                  WHERE q.person_id = x.id AND p.controller_id = x.controller_id))
"""

# The records of the part's person that its controller has, if this officer may have them; else none.
RIGHTS_PEOPLE = f"""
SELECT coalesce(array_agg(DISTINCT q.person_id), '{{}}') FROM public.rights_part p
JOIN public.sharing_participation q ON q.case_id = p.case_id AND q.controller_id = p.controller_id
JOIN public.persons_person x ON x.id = q.person_id
WHERE p.id = in_part AND kernel.answers_for(p.controller_id) AND {CLEARED}
"""

# Every row of one table that the controller of the part holds about its person, whichever of its units wrote it and
# whether or not that unit still takes part. Whose a row is, is read from the table's own columns.
HELD_ROWS = f"""
DECLARE
  own int := {OWN};
  people bigint[] := kernel.rights_people(in_part);
  cases bigint[];
  has text[];
  about text;
  whose text := 'true';
  others text;
BEGIN
  IF people = '{{}}' THEN
    {REFUSED};
  END IF;
  SELECT array_agg(DISTINCT q.case_id) INTO cases FROM public.sharing_participation q
    WHERE q.person_id = ANY (people) AND q.controller_id = own;
  SELECT array_agg(a.attname::text) INTO has FROM pg_attribute a JOIN pg_class t ON t.oid = a.attrelid
    WHERE t.relname = in_table AND t.relnamespace = 'public'::regnamespace AND t.relrowsecurity
      AND a.attnum > 0 AND NOT a.attisdropped;
  IF in_table = 'audit_changelog' THEN
    SELECT string_agg(format('SELECT %L::text AS t, r.id FROM public.%I r WHERE r.case_id = ANY ($2)'
                             ' AND r.controller_id = $3', t.relname, t.relname), ' UNION ALL ') INTO others
      FROM pg_class t JOIN pg_attribute a ON a.attrelid = t.oid AND a.attname = 'case_id'
      JOIN pg_attribute b ON b.attrelid = t.oid AND b.attname = 'controller_id'
      WHERE t.relkind = 'r' AND t.relrowsecurity AND t.relnamespace = 'public'::regnamespace;
    RETURN QUERY EXECUTE 'SELECT to_jsonb(l) FROM public.audit_changelog l JOIN ('
      || 'SELECT ''persons_person''::text AS t, unnest($1) AS id UNION ALL ' || others
      || ') r ON r.t = l.table_name AND r.id = l.row_id ORDER BY l.id' USING people, cases, own;
    RETURN;
  END IF;
  IF in_table = 'persons_identifier' THEN
    RETURN QUERY SELECT to_jsonb(i) || jsonb_build_object('person_key', x.key) FROM public.persons_identifier i
      JOIN public.persons_person x ON x.id = i.person_id WHERE i.person_id = ANY (people) ORDER BY i.id;
    RETURN;
  END IF;
  about := CASE
    WHEN in_table = 'persons_person' THEN 'r.id = ANY ($1)'
    WHEN in_table = 'sharing_case' THEN 'r.id = ANY ($2)'
    WHEN has @> '{{person_id}}' THEN 'r.person_id = ANY ($1)'
    WHEN has @> '{{case_id}}' THEN 'r.case_id = ANY ($2)'
    WHEN has @> '{{person_ids,case_ids}}' THEN '(r.person_ids && $1 OR r.case_ids && $2)'
    WHEN has @> '{{first_id,second_id}}' THEN '(r.first_id = ANY ($1) OR r.second_id = ANY ($1))' END;
  IF about IS NULL THEN
    RAISE EXCEPTION 'nobody has said whose the rows of % are', in_table;
  END IF;
  IF in_table <> 'sharing_case' THEN
    whose := CASE
      WHEN has @> '{{giver_id}}' AND NOT has @> '{{controller_id}}' THEN 'r.giver_id = $3'
      WHEN has @> '{{controller_id}}' THEN 'r.controller_id = $3'
      WHEN has @> '{{unit_id}}' THEN 'EXISTS (SELECT 1 FROM public.parties_unit u WHERE u.id = r.unit_id'
                                   ' AND u.controller_id = $3)'
      WHEN has @> '{{person_id}}' THEN 'true' END;
    IF whose IS NULL THEN
      RAISE EXCEPTION 'nobody has said whose the rows of % are', in_table;
    END IF;
  END IF;
  RETURN QUERY EXECUTE format('SELECT to_jsonb(r) FROM public.%I r WHERE %s AND %s ORDER BY r.id', in_table, about,
                              whose) USING people, cases, own;
END
"""
RIGHTS_KEYS = """
SELECT k.id, k.wrapped, k.master FROM public.persons_datakey k WHERE k.person_id = ANY (kernel.rights_people(in_part))
"""

# What makes a record somebody's: name, birth, numbers, search words, references, the key to every text. Rows stay, with
# their log: a row is nobody's then. Fresh salts, so that no earlier line of the log can be tried against a guess.
ERASE_RECORDS = """
DECLARE
  done int;
BEGIN
  UPDATE public.audit_rowsalt s SET salt = uuid_send(gen_random_uuid())
    WHERE s.table_name = 'persons_person' AND s.row_id = ANY (people);
  UPDATE public.persons_person x SET family_name = '[Slettet]', given_name = '', name_search = '', sort_key = '',
         birth_date = NULL, sex = 'u', language = 'nb', needs_interpreter = false
    WHERE x.id = ANY (people);
  GET DIAGNOSTICS done = ROW_COUNT;
  DELETE FROM public.persons_identifier i WHERE i.person_id = ANY (people);
  UPDATE public.persons_datakey k SET wrapped = '', master = 0, destroyed_at = coalesce(k.destroyed_at, now())
    WHERE k.person_id = ANY (people);
  UPDATE public.persons_duplicatelink d SET reason = '[Slettet]',
         unlink_reason = CASE WHEN d.unlinked_at IS NULL THEN '' ELSE '[Slettet]' END
    WHERE d.first_id = ANY (people) OR d.second_id = ANY (people);
  DELETE FROM public.sharing_searchtoken t USING public.sharing_participation q, public.parties_unit u
    WHERE q.person_id = ANY (people) AND t.case_id = q.case_id AND u.id = t.unit_id
      AND u.controller_id = q.controller_id;
  DELETE FROM public.cases_caseload l WHERE l.person_id = ANY (people);
  UPDATE public.audit_rowsalt s SET salt = uuid_send(gen_random_uuid()) FROM public.cases_custody c
    JOIN public.sharing_participation q ON q.case_id = c.case_id AND q.controller_id = c.controller_id
    WHERE q.person_id = ANY (people) AND s.table_name = 'cases_custody' AND s.row_id = c.id;
  UPDATE public.cases_custody c SET reference = '' FROM public.sharing_participation q
    WHERE q.person_id = ANY (people) AND q.case_id = c.case_id AND q.controller_id = c.controller_id;
  UPDATE public.rights_hold h SET reason = '[Slettet]' WHERE h.person_id = ANY (people);
  UPDATE public.rights_withheld w SET reason = '[Slettet]' FROM public.rights_part p, public.sharing_participation q
    WHERE w.part_id = p.id AND q.case_id = p.case_id AND q.controller_id = p.controller_id
      AND q.person_id = ANY (people);
  RETURN done;
END
"""

# Two people: who proposed does not decide. No hold, no open case, nobody else who still needs what the key sealed.
# Says what stands in the way, or nothing.
CARRY_OUT = f"""
DECLARE
  d public.rights_disposal;
BEGIN
  SELECT * INTO d FROM public.rights_disposal x WHERE x.id = in_disposal FOR UPDATE;
  IF d.id IS NULL OR NOT kernel.answers_for(d.controller_id) OR d.state <> 'proposed'
     OR d.outcome NOT IN ('delete', 'archive') OR d.proposed_by_id = {USER}
     OR in_ground NOT IN ('archive_receipt', 'disposal_decision') OR btrim(in_reference) = ''
     OR (d.outcome = 'archive' AND in_ground <> 'archive_receipt')
     OR NOT EXISTS (SELECT 1 FROM public.persons_person x WHERE x.id = d.person_id AND {CLEARED}) THEN
    {REFUSED};
  END IF;
  IF EXISTS (SELECT 1 FROM public.rights_hold h WHERE h.person_id = d.person_id AND h.lifted_at IS NULL) THEN
    RETURN 'hold';
  END IF;
  IF EXISTS (SELECT 1 FROM public.sharing_participation q JOIN public.sharing_case c ON c.id = q.case_id
             WHERE q.person_id = d.person_id AND c.closed_at IS NULL) THEN
    RETURN 'open_case';
  END IF;
  IF EXISTS (SELECT 1 FROM public.rights_part p JOIN public.sharing_participation q ON q.case_id = p.case_id
             WHERE q.person_id = d.person_id AND p.controller_id = d.controller_id AND p.state <> 'delivered') THEN
    RETURN 'access_asked';
  END IF;
  IF EXISTS (SELECT 1 FROM public.persons_datakey k WHERE k.person_id = d.person_id AND k.destroyed_at IS NULL)
     AND NOT kernel.destroy_key(d.person_id, in_ground, in_reference) THEN
    RETURN 'held_by_others';
  END IF;
  UPDATE public.rights_disposal x SET state = 'carried_out', ground = in_ground, reference = btrim(in_reference),
         decided_by_id = {USER}, decided_at = now() WHERE x.id = d.id;
  PERFORM kernel.erase_records(ARRAY[d.person_id]);
  RETURN '';
END
"""
