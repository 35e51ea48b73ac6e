"""Body of the kernel function that moves a unit's part in cases; a later change is a new migration."""

from __future__ import annotations

# Written down by the person's own words, or a log of what was done then: it keeps the name it was written with.
KEPT = ("sharing_consentscope", "sharing_consentevent", "sharing_consentchange", "sharing_disclosure")
# Not a unit's own: nobody else takes over an emergency.
MOVE_UNIT = f"""
DECLARE
  who int := current_setting('hjemvei.controller')::int;
  old_part public.sharing_participation;
  fresh bigint;
  held record;
  moved bigint[];
BEGIN
  IF NOT from_unit = ANY (current_setting('hjemvei.units')::int[])
     OR (SELECT count(*) FROM public.parties_unit u WHERE u.id IN (from_unit, to_unit) AND u.controller_id = who) <> 2
     OR NOT EXISTS (SELECT 1 FROM public.reorganisation_reorganisation r
                    WHERE r.from_unit_id = from_unit AND r.to_unit_id = to_unit AND r.controller_id = who
                      AND r.carried_out_at IS NULL AND r.cancelled_at IS NULL
                      AND r.happens_on <= (now() AT TIME ZONE 'Europe/Oslo')::date) THEN
    RAISE EXCEPTION 'not allowed' USING ERRCODE = 'insufficient_privilege';
  END IF;
  SELECT coalesce(array_agg(DISTINCT p.case_id), '{{}}') INTO moved FROM public.sharing_participation p
    WHERE p.unit_id = from_unit AND (only_cases IS NULL OR p.case_id = ANY (only_cases));
  FOR old_part IN
    SELECT * FROM public.sharing_participation p
    WHERE p.unit_id = from_unit AND p.ends_at > now() AND p.case_id = ANY (moved) ORDER BY p.id
  LOOP
    fresh := NULL;
    IF old_part.basis <> 'break_glass' THEN
      IF old_part.consent_id IS NULL THEN
        SELECT p.id INTO fresh FROM public.sharing_participation p
          WHERE p.case_id = old_part.case_id AND p.unit_id = to_unit AND p.basis = old_part.basis
            AND p.consent_id IS NULL AND p.ends_at > now() ORDER BY p.ends_at DESC LIMIT 1;
      END IF;
      IF fresh IS NULL THEN
        INSERT INTO public.sharing_participation
               (case_id, unit_id, controller_id, person_id, basis, can_write, starts_at, ends_at, consent_id)
          VALUES (old_part.case_id, to_unit, who, old_part.person_id, old_part.basis, old_part.can_write,
                  greatest(old_part.starts_at, now()), old_part.ends_at, old_part.consent_id)
          RETURNING id INTO fresh;
      ELSE
        UPDATE public.sharing_participation p SET ends_at = greatest(p.ends_at, old_part.ends_at),
               can_write = p.can_write OR old_part.can_write WHERE p.id = fresh;
      END IF;
      INSERT INTO public.sharing_grant (participation_id, case_id, giver_id, unit_id, keys, starts_at, ends_at)
        SELECT fresh, g.case_id, g.giver_id, to_unit,
               ARRAY(SELECT to_unit * 16 + (k - from_unit * 16) FROM unnest(g.keys) k),
               greatest(g.starts_at, now()), g.ends_at
        FROM public.sharing_grant g WHERE g.participation_id = old_part.id AND g.ends_at > now();
    END IF;
    UPDATE public.sharing_grant g SET ends_at = now() WHERE g.participation_id = old_part.id AND g.ends_at > now();
    UPDATE public.sharing_participation p SET ends_at = greatest(now(), p.starts_at) WHERE p.id = old_part.id;
  END LOOP;
  UPDATE public.sharing_searchtoken t SET unit_id = to_unit WHERE t.case_id = ANY (moved) AND t.unit_id = from_unit
    AND NOT EXISTS (SELECT 1 FROM public.sharing_searchtoken o
                    WHERE o.case_id = t.case_id AND o.unit_id = to_unit AND o.token = t.token);
  FOR held IN
    SELECT t.relname AS name, u.attname AS place FROM pg_class t
    JOIN pg_attribute c ON c.attrelid = t.oid AND c.attname = 'case_id' AND NOT c.attisdropped
    JOIN pg_attribute o ON o.attrelid = t.oid AND o.attname = 'owner_unit_id' AND NOT o.attisdropped
    JOIN pg_attribute u ON u.attrelid = t.oid AND u.attname IN ('owner_unit_id', 'to_unit_id') AND NOT u.attisdropped
    WHERE t.relnamespace = 'public'::regnamespace AND t.relkind = 'r' AND NOT t.relname = ANY ('{{{",".join(KEPT)}}}')
      AND t.relname NOT LIKE 'audit\\_%'
  LOOP
    EXECUTE format('UPDATE public.%I r SET %I = $1 WHERE r.%I = $2 AND r.case_id = ANY ($3)',
                   held.name, held.place, held.place) USING to_unit, from_unit, moved;
  END LOOP;
  INSERT INTO public.cases_placement
         (key, case_id, controller_id, owner_unit_id, recorded_by_id, recorded_at, custody_id, unit_id, starts_on)
    SELECT left(translate(encode(uuid_send(gen_random_uuid()), 'hex'), '01', 'gh'), 12), p.case_id, p.controller_id,
           to_unit, current_setting('hjemvei.user')::int, now(), p.custody_id, to_unit,
           greatest(p.starts_on, (now() AT TIME ZONE 'Europe/Oslo')::date)
    FROM public.cases_placement p WHERE p.unit_id = from_unit AND p.ends_before IS NULL AND p.case_id = ANY (moved);
  UPDATE public.cases_placement p SET ends_before = greatest(p.starts_on, (now() AT TIME ZONE 'Europe/Oslo')::date)
    WHERE p.unit_id = from_unit AND p.ends_before IS NULL AND p.case_id = ANY (moved);
  PERFORM kernel.refresh(moved);
  PERFORM kernel.sync_caseload(moved);
  RETURN moved;
END
"""

# What the unit has besides cases: tables of others hold it too, as a municipality's visiting day in the prison.
MOVE_REST = """
BEGIN
  IF NOT EXISTS (SELECT 1 FROM public.reorganisation_reorganisation r
                 WHERE r.from_unit_id = from_unit AND r.to_unit_id = to_unit AND r.kind = 'merge'
                   AND r.controller_id = current_setting('hjemvei.controller')::int
                   AND r.carried_out_at IS NULL AND r.cancelled_at IS NULL
                   AND r.happens_on <= (now() AT TIME ZONE 'Europe/Oslo')::date) THEN
    RAISE EXCEPTION 'not allowed' USING ERRCODE = 'insufficient_privilege';
  END IF;
  UPDATE public.presence_visitday SET unit_id = to_unit WHERE unit_id = from_unit;
  UPDATE public.presence_visitday SET prison_id = to_unit WHERE prison_id = from_unit;
  UPDATE public.presence_contactduty SET unit_id = to_unit WHERE unit_id = from_unit;
  UPDATE public.presence_contactduty SET towards_id = to_unit WHERE towards_id = from_unit;
  UPDATE public.presence_shiftpattern SET unit_id = to_unit WHERE unit_id = from_unit;
  UPDATE public.presence_shift SET unit_id = to_unit WHERE unit_id = from_unit;
  UPDATE public.cases_inquiry SET to_unit_id = to_unit WHERE to_unit_id = from_unit;
  UPDATE public.cases_inquiry SET owner_unit_id = to_unit WHERE owner_unit_id = from_unit;
  UPDATE public.homes_dwelling SET owner_unit_id = to_unit WHERE owner_unit_id = from_unit;
  UPDATE public.sharing_accessend SET unit_id = to_unit WHERE unit_id = from_unit;
END
"""

# Numbers alone, for the preview: an administrator works with no case and sees none.
HELD = """
SELECT x.what, x.n FROM (
  SELECT 'cases', count(DISTINCT p.case_id) FROM public.sharing_participation p
    WHERE p.unit_id = in_unit AND p.ends_at > now() AND p.basis <> 'break_glass'
  UNION ALL SELECT 'placements', count(*) FROM public.cases_placement p
    WHERE p.unit_id = in_unit AND p.ends_before IS NULL
  UNION ALL SELECT 'assignments', count(*) FROM public.cases_assignment a
    WHERE a.to_unit_id = in_unit AND a.state IN ('offered', 'accepted')
  UNION ALL SELECT 'tasks', count(*) FROM public.cases_task t
    WHERE t.to_unit_id = in_unit AND t.done_at IS NULL AND t.exempted_at IS NULL AND t.lapsed_at IS NULL
  UNION ALL SELECT 'questions', (SELECT count(*) FROM public.cases_message m
    WHERE m.to_unit_id = in_unit AND m.answer_by IS NOT NULL AND m.answered_at IS NULL)
    + (SELECT count(*) FROM public.cases_notice n WHERE n.to_unit_id = in_unit AND n.state = 'sent')
    + (SELECT count(*) FROM public.cases_inquiry i WHERE i.to_unit_id = in_unit AND i.answered_at IS NULL
         AND i.answers_id IS NULL)
  UNION ALL SELECT 'visit_days', count(*) FROM public.presence_visitday d WHERE in_unit IN (d.unit_id, d.prison_id)
    AND (d.ends_before IS NULL OR d.ends_before > (now() AT TIME ZONE 'Europe/Oslo')::date)
  UNION ALL SELECT 'dwellings', count(*) FROM public.homes_dwelling h WHERE h.owner_unit_id = in_unit
    AND (h.ends_before IS NULL OR h.ends_before > (now() AT TIME ZONE 'Europe/Oslo')::date)
) AS x(what, n)
WHERE EXISTS (SELECT 1 FROM public.parties_unit u WHERE u.id = in_unit
              AND u.controller_id = current_setting('hjemvei.controller')::int)
"""
