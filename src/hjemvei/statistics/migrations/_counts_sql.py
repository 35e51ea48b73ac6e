"""Bodies of the functions that count. They see everybody and tell of nobody: less than five stays inside."""

from __future__ import annotations

COVERED = """
EXISTS (SELECT 1 FROM public.agreements_agreementversion v
        JOIN public.agreements_agreementscope s ON s.agreement_id = v.agreement_id
        JOIN public.agreements_agreementparty y ON y.agreement_id = v.agreement_id
             AND (y.joins_on IS NULL OR y.joins_on <= in_today)
             AND (y.leaves_before IS NULL OR y.leaves_before > in_today)
        JOIN public.agreements_agreement a ON a.id = v.agreement_id AND a.kind = 'release' AND a.state <> 'ended'
             AND a.level IN ('sector', 'regional', 'local')
        JOIN public.parties_controller c ON c.id = y.controller_id
        WHERE v.state = 'signed' AND v.starts_on <= in_today AND (v.ends_before IS NULL OR v.ends_before > in_today)
          AND s.unit_id = i.unit_id AND c.municipality_id = i.municipality_id)"""

# People inside whose municipality has no agreement with the prison they are in, to the nearest five. Whose
# address is protected is not counted at all.
PEOPLE_OUTSIDE = f"""
#variable_conflict use_column
BEGIN
RETURN QUERY
WITH i AS (
  SELECT k.id, p.unit_id, coalesce(r.municipality_id, u.municipality_of_stay_id) AS municipality_id
  FROM public.cases_custody u
  JOIN public.sharing_case k ON k.id = u.case_id AND k.closed_at IS NULL AND (k.protection & 3) = 0
  JOIN public.cases_placement p ON p.custody_id = u.id AND p.starts_on <= in_today
       AND (p.ends_before IS NULL OR p.ends_before > in_today)
  LEFT JOIN public.cases_responsibility r ON r.case_id = k.id AND r.superseded_at IS NULL AND r.state <> 'disputed'
  WHERE u.starts_on <= in_today AND (u.ends_before IS NULL OR u.ends_before > in_today)),
outside AS (
  SELECT i.id, i.unit_id, coalesce(m.county_id, '')::text AS county_id
  FROM i LEFT JOIN public.parties_municipality m ON m.number = i.municipality_id
  WHERE NOT {COVERED})
SELECT CASE WHEN grouping(o.county_id) = 0 THEN o.county_id END,
       CASE WHEN grouping(o.unit_id) = 0 THEN o.unit_id::int END,
       CASE WHEN count(DISTINCT o.id) >= 5 THEN (round(count(DISTINCT o.id) / 5.0) * 5)::int END
FROM outside o GROUP BY GROUPING SETS ((o.county_id), (o.unit_id), ()) ORDER BY 1, 2;
END
"""

# What is counted, a row for each person: those with consent, whose address is not protected.
FACTS = """
WITH people AS MATERIALIZED (
  SELECT k.id FROM public.sharing_case k
  WHERE (k.protection & 3) = 0
    AND k.id IN (SELECT a.case_id FROM public.cases_appliedagreement a
                 JOIN public.agreements_agreementversion v ON v.id = a.version_id WHERE v.agreement_id = in_agreement)
    AND EXISTS (SELECT 1 FROM public.sharing_consent c WHERE c.case_id = k.id AND c.state = 'given')),
released AS (
  SELECT DISTINCT ON (u.case_id) u.case_id, u.ends_before AS day
  FROM public.cases_custody u JOIN people p ON p.id = u.case_id
  WHERE u.way_out IN ('release', 'probation_release', 'acquittal')
    AND u.ends_before >= starts AND u.ends_before < ends
  ORDER BY u.case_id, u.ends_before DESC),
nights AS (
  SELECT DISTINCT ON (n.case_id) n.case_id, n.place
  FROM public.tenancies_firstnight n JOIN released r ON r.case_id = n.case_id AND n.night_of >= r.day - 1
  ORDER BY n.case_id, n.id DESC),
notices AS (
  SELECT n.case_id, (n.sent_at AT TIME ZONE 'Europe/Oslo')::date AS day, n.acknowledge_by AS due,
         (n.acknowledged_at AT TIME ZONE 'Europe/Oslo')::date AS answered
  FROM public.cases_notice n JOIN people p ON p.id = n.case_id WHERE n.state <> 'cancelled'),
facts(code, case_id, day, reached, value) AS (
  SELECT 'good_offer', l.case_id, min(l.signed_on), true, NULL::numeric
  FROM public.tenancies_lease l JOIN people p ON p.id = l.case_id
  WHERE l.signed_on >= starts AND l.signed_on < ends AND l.cancelled_at IS NULL GROUP BY l.case_id
  UNION ALL
  SELECT 'housed', r.case_id, r.day, coalesce(n.place IN ('permanent', 'family', 'institution'), false), NULL
  FROM released r LEFT JOIN nights n ON n.case_id = r.case_id
  UNION ALL
  SELECT 'temporary', r.case_id, r.day, coalesce(n.place IN ('temporary', 'visiting_flat', 'rough'), false), NULL
  FROM released r LEFT JOIN nights n ON n.case_id = r.case_id
  UNION ALL
  SELECT 'lead_days', r.case_id, r.day, true, r.day - min(n.day)
  FROM released r JOIN notices n ON n.case_id = r.case_id AND n.day <= r.day GROUP BY r.case_id, r.day
  UNION ALL
  SELECT 'notice_in_time', t.case_id, min(t.due_on),
         bool_and((t.done_at AT TIME ZONE 'Europe/Oslo')::date <= t.due_on AND t.done_at IS NOT NULL), NULL
  FROM public.cases_task t JOIN people p ON p.id = t.case_id
  WHERE t.code = 'first_notice' AND t.exempted_at IS NULL AND t.lapsed_at IS NULL
    AND t.due_on >= starts AND t.due_on < ends AND (t.done_at IS NOT NULL OR t.due_on < in_today)
  GROUP BY t.case_id
  UNION ALL
  (SELECT DISTINCT ON (n.case_id) 'answer_in_time', n.case_id, n.day, coalesce(n.answered <= n.due, false), NULL
   FROM notices n WHERE n.day >= starts AND n.day < ends AND (n.answered IS NOT NULL OR n.due < in_today)
   ORDER BY n.case_id, n.day)),
"""

# One agreement, one year. A year that is over is frozen from 15 January on; counted again only with a note.
# A running year is counted in whole fives, so that two looks at it differ by five people or none.
COUNT_FIGURES = f"""
#variable_conflict use_column
DECLARE
  starts date := make_date(in_year, 1, 1);
  is_over boolean := in_today >= make_date(in_year + 1, 1, 15);
  ends date := least(make_date(in_year + 1, 1, 1), in_today + 1);
  written int;
BEGIN
IF in_today < starts OR in_today > (now() AT TIME ZONE 'Europe/Oslo')::date + 1 OR NOT EXISTS (
     SELECT 1 FROM public.agreements_agreementparty y
     WHERE y.agreement_id = in_agreement AND y.controller_id = current_setting('hjemvei.controller')::int) THEN
  RETURN 0;
END IF;
INSERT INTO public.statistics_figure
       (agreement_id, code, year, people, low, high, value, is_final, note, counted_at, counted_by_id)
{FACTS}numbered AS (
  SELECT f.*, row_number() OVER (PARTITION BY f.code ORDER BY f.day, f.case_id) AS place,
         count(*) OVER (PARTITION BY f.code) AS many
  FROM facts f),
counted AS (
  SELECT n.code, count(*)::int AS people, count(*) FILTER (WHERE n.reached)::int AS reached,
         percentile_disc(0.5) WITHIN GROUP (ORDER BY n.value) AS middle
  FROM numbered n WHERE is_over OR n.place <= n.many - n.many % 5 GROUP BY n.code),
told AS (
  SELECT m.code, c.people,
         CASE WHEN c.code IN ('good_offer', 'lead_days') THEN NULL WHEN c.reached = c.people THEN c.reached
              WHEN c.reached < 5 THEN 0 WHEN c.people - c.reached < 5 THEN c.people - 4 ELSE c.reached END AS low,
         CASE WHEN c.code IN ('good_offer', 'lead_days') THEN NULL WHEN c.reached = c.people THEN c.reached
              WHEN c.reached < 5 THEN least(4, c.people - 1) WHEN c.people - c.reached < 5 THEN c.people - 1
              ELSE c.reached END AS high,
         CASE c.code WHEN 'lead_days' THEN c.middle WHEN 'good_offer' THEN c.people END AS value
  FROM (VALUES ('good_offer'), ('housed'), ('temporary'), ('lead_days'), ('notice_in_time'), ('answer_in_time'))
       AS m(code)
  LEFT JOIN counted c ON c.code = m.code AND c.people >= 5),
newest AS (
  SELECT DISTINCT ON (f.code) f.code, f.people, f.low, f.high, f.value, f.is_final
  FROM public.statistics_figure f
  WHERE f.agreement_id = in_agreement AND f.year = in_year AND f.target_id IS NULL ORDER BY f.code, f.id DESC)
SELECT in_agreement, t.code, in_year, t.people, t.low, t.high, t.value, is_over, in_note, in_at,
       CASE WHEN in_note <> '' THEN nullif(current_setting('hjemvei.user')::int, 0) END
FROM told t LEFT JOIN newest o ON o.code = t.code
WHERE CASE WHEN o.code IS NULL THEN t.people IS NOT NULL OR is_over
           WHEN o.is_final THEN in_note <> ''
           ELSE (t.people, t.low, t.high, t.value, is_over)
                IS DISTINCT FROM (o.people, o.low, o.high, o.value, o.is_final) END;
GET DIAGNOSTICS written = ROW_COUNT;
RETURN written;
END
"""

# One day's forms, once, from the keys that keep a form from counting twice. Whoever has two roles counts in the
# one they have had longest. No user goes into the result.
GATHER_STEPS = """
#variable_conflict use_column
DECLARE written int;
BEGIN
IF in_day >= (now() AT TIME ZONE 'Europe/Oslo')::date THEN
  RETURN 0;
END IF;
INSERT INTO public.statistics_stepday (day, controller_id, role, step, sent, timed, seconds, buckets)
SELECT in_day, s.controller_id, s.role, o.step, count(*), count(o.seconds), coalesce(sum(o.seconds), 0),
       ARRAY[count(*) FILTER (WHERE o.seconds < 30), count(*) FILTER (WHERE o.seconds >= 30 AND o.seconds < 60),
             count(*) FILTER (WHERE o.seconds >= 60 AND o.seconds < 120),
             count(*) FILTER (WHERE o.seconds >= 120 AND o.seconds < 300),
             count(*) FILTER (WHERE o.seconds >= 300 AND o.seconds < 900), count(*) FILTER (WHERE o.seconds >= 900)]::int[]
FROM public.audit_oncekey o
JOIN LATERAL (
  SELECT n.controller_id, m.role FROM public.accounts_membership m JOIN public.parties_unit n ON n.id = m.unit_id
  WHERE m.user_id = o.user_id AND m.starts_on <= in_day AND (m.ends_before IS NULL OR m.ends_before > in_day)
  ORDER BY m.starts_on, m.id LIMIT 1) s ON true
WHERE o.step <> '' AND o.status > 0 AND o.status < 400
  AND o.created_at >= in_day::timestamp AT TIME ZONE 'Europe/Oslo'
  AND o.created_at < (in_day + 1)::timestamp AT TIME ZONE 'Europe/Oslo'
GROUP BY s.controller_id, s.role, o.step
ON CONFLICT (day, controller_id, role, step) DO NOTHING;
GET DIAGNOSTICS written = ROW_COUNT;
RETURN written;
END
"""

# Sums over a period by role and step: of the session's own organisation, or of all of a kind. Told only where at
# least five people have the role there today, and the form was sent at least five times.
STEP_LOAD = """
#variable_conflict use_column
BEGIN
RETURN QUERY
WITH chosen AS (
  SELECT c.id, c.kind FROM public.parties_controller c
  WHERE NOT in_own OR c.id = current_setting('hjemvei.controller')::int),
staff AS (
  SELECT c.kind, m.role FROM public.accounts_membership m
  JOIN public.parties_unit n ON n.id = m.unit_id JOIN chosen c ON c.id = n.controller_id
  WHERE m.starts_on <= in_before AND (m.ends_before IS NULL OR m.ends_before > in_from)
  GROUP BY c.kind, m.role HAVING count(DISTINCT m.user_id) >= 5)
SELECT c.kind::text, d.role::text, d.step::text, sum(d.sent)::int, sum(d.timed)::int, sum(d.seconds)::bigint,
       ARRAY[sum(d.buckets[1]), sum(d.buckets[2]), sum(d.buckets[3]), sum(d.buckets[4]), sum(d.buckets[5]),
             sum(d.buckets[6])]::int[]
FROM public.statistics_stepday d JOIN chosen c ON c.id = d.controller_id
JOIN staff s ON s.kind = c.kind AND s.role = d.role
WHERE d.day >= in_from AND d.day < in_before
GROUP BY c.kind, d.role, d.step HAVING sum(d.sent) >= 5 ORDER BY 6 DESC, 3, 1, 2;
END
"""

# How many rows have something in each of the columns (`table.column`); one pass over each table. Tables of fewer
# than five rows are left out.
COUNT_FIELDS = """
DECLARE found record; written int := 0; counts text;
BEGIN
FOR found IN
  SELECT a.table_name::text AS name, array_agg(a.column_name::text ORDER BY a.column_name) AS names
  FROM information_schema.columns a
  WHERE a.table_schema = 'public' AND a.table_name || '.' || a.column_name = ANY (in_columns)
    AND EXISTS (SELECT 1 FROM public.django_migrations g WHERE left(a.table_name, length(g.app) + 1) = g.app || '_')
  GROUP BY a.table_name
LOOP
  SELECT string_agg(format('count(nullif(%I::text, %L))', n, ''), ', ') INTO counts FROM unnest(found.names) n;
  EXECUTE format(
    'WITH c AS (SELECT count(*) AS total, ARRAY[%s] AS filled FROM public.%I)'
    ' INSERT INTO public.statistics_fielduse (day, table_name, column_name, total, filled)'
    ' SELECT $1, %L, n.name, c.total, c.filled[n.place] FROM c, unnest($2) WITH ORDINALITY AS n(name, place)'
    ' WHERE c.total >= 5'
    ' ON CONFLICT (table_name, column_name) DO UPDATE SET day = excluded.day, total = excluded.total,'
    ' filled = excluded.filled', counts, found.name, found.name) USING in_day, found.names;
  written := written + cardinality(found.names);
END LOOP;
RETURN written;
END
"""
