"""Bodies of the caseload's kernel functions."""

from __future__ import annotations

FAR = "'9999-12-31'::date"

# One row a unit and case; each value only where a grant lets the unit read what it is derived from.
SYNC_CASELOAD = f"""
BEGIN
  DELETE FROM public.cases_caseload l WHERE l.case_id = ANY (case_ids)
    AND NOT EXISTS (SELECT 1 FROM public.sharing_participation p WHERE p.case_id = l.case_id AND p.unit_id = l.unit_id
                    AND p.starts_at <= now() AND p.ends_at > now());
  INSERT INTO public.cases_caseload (unit_id, case_id, person_id, is_open, rank, sort_on, certainty, released_on, risk, status,
         prison_unit_id, municipality_id, owner_id, has_consent, is_restricted, next_task, next_due_on, open_tasks, changed_at)
  SELECT f.unit_id, f.case_id, f.person_id, f.is_open,
         CASE WHEN f.released_on IS NOT NULL THEN 3
              WHEN f.expected_on < f.today + interval '2 months' AND f.risk = 'yes' THEN 0
              WHEN f.expected_on < f.today + interval '2 months' AND f.risk <> 'no' THEN 1 ELSE 2 END,
         coalesce(f.released_on, f.expected_on, {FAR}), coalesce(f.certainty, ''), f.released_on, f.risk, f.status,
         f.prison_unit_id, f.municipality_id, f.owner_id, f.has_consent, f.is_restricted,
         coalesce(f.next_task, ''), f.next_due_on, f.open_tasks, now()
  FROM (
    SELECT p.unit_id, p.case_id, p.person_id, (now() AT TIME ZONE 'Europe/Oslo')::date AS today,
           c.closed_at IS NULL AS is_open, d.expected_on, d.certainty, cu.released_on,
           coalesce(h.risk, '') AS risk, coalesce(h.status, '') AS status, pl.unit_id AS prison_unit_id, r.municipality_id,
           a.to_user_id AS owner_id, p.restricted AS is_restricted, t.title AS next_task, t.due_on AS next_due_on,
           coalesce(t.n, 0) AS open_tasks,
           EXISTS (SELECT 1 FROM public.sharing_consent k WHERE k.case_id = p.case_id AND k.state = 'given'
                   AND k.ends_before > (now() AT TIME ZONE 'Europe/Oslo')::date) AS has_consent
    FROM (SELECT q.case_id, q.unit_id, max(q.person_id) AS person_id, bool_and(q.basis = 'own') AS restricted
          FROM public.sharing_participation q
          WHERE q.case_id = ANY (case_ids) AND q.starts_at <= now() AND q.ends_at > now()
          GROUP BY q.case_id, q.unit_id) p
    JOIN public.sharing_case c ON c.id = p.case_id
    CROSS JOIN LATERAL (SELECT array_agg(g.giver_id * 16::bigint + (k - p.unit_id * 16)) AS may
          FROM public.sharing_grant g, unnest(g.keys) AS k
          WHERE g.case_id = p.case_id AND g.unit_id = p.unit_id AND g.starts_at <= now() AND g.ends_at > now()) m
    LEFT JOIN LATERAL (SELECT x.expected_on, x.certainty FROM public.cases_releasedate x
          WHERE x.case_id = p.case_id AND x.controller_id * 16::bigint + 2 = ANY (m.may)
          ORDER BY x.known_at DESC, x.id DESC LIMIT 1) d ON true
    LEFT JOIN LATERAL (SELECT CASE WHEN x.way_out NOT IN ('', 'transfer', 'error', 'escape', 'interruption')
                                   THEN x.ends_before END AS released_on
          FROM public.cases_custody x WHERE x.case_id = p.case_id AND x.controller_id * 16::bigint + 2 = ANY (m.may)
          ORDER BY x.starts_on DESC, x.id DESC LIMIT 1) cu ON true
    LEFT JOIN LATERAL (SELECT x.unit_id FROM public.cases_placement x
          WHERE x.case_id = p.case_id AND x.controller_id * 16::bigint + 2 = ANY (m.may) AND x.ends_before IS NULL
          ORDER BY x.id DESC LIMIT 1) pl ON true
    LEFT JOIN LATERAL (SELECT x.risk, x.status FROM public.cases_homestatus x
          WHERE x.case_id = p.case_id AND x.controller_id * 16::bigint + 3 = ANY (m.may) ORDER BY x.id DESC LIMIT 1) h ON true
    LEFT JOIN LATERAL (SELECT x.municipality_id FROM public.cases_responsibility x
          WHERE x.case_id = p.case_id AND x.superseded_at IS NULL AND x.controller_id * 16::bigint + 8 = ANY (m.may)
          ORDER BY x.id DESC LIMIT 1) r ON true
    LEFT JOIN LATERAL (SELECT x.to_user_id FROM public.cases_assignment x
          WHERE x.case_id = p.case_id AND x.to_unit_id = p.unit_id AND x.state = 'accepted' AND x.to_user_id IS NOT NULL
          ORDER BY x.is_owner DESC, x.id DESC LIMIT 1) a ON true
    LEFT JOIN LATERAL (SELECT (array_agg(x.title ORDER BY x.due_on, x.id))[1] AS title, min(x.due_on) AS due_on, count(*) AS n
          FROM public.cases_task x WHERE x.case_id = p.case_id AND x.to_unit_id = p.unit_id AND x.done_at IS NULL
            AND x.exempted_at IS NULL AND x.lapsed_at IS NULL
            AND x.opens_on <= (now() AT TIME ZONE 'Europe/Oslo')::date) t ON true
  ) f
  ON CONFLICT (unit_id, case_id) DO UPDATE SET
    person_id = EXCLUDED.person_id, is_open = EXCLUDED.is_open, rank = EXCLUDED.rank, sort_on = EXCLUDED.sort_on,
    certainty = EXCLUDED.certainty, released_on = EXCLUDED.released_on, risk = EXCLUDED.risk, status = EXCLUDED.status,
    prison_unit_id = EXCLUDED.prison_unit_id, municipality_id = EXCLUDED.municipality_id, owner_id = EXCLUDED.owner_id,
    has_consent = EXCLUDED.has_consent, is_restricted = EXCLUDED.is_restricted, next_task = EXCLUDED.next_task,
    next_due_on = EXCLUDED.next_due_on, open_tasks = EXCLUDED.open_tasks, changed_at = EXCLUDED.changed_at;
END
"""
