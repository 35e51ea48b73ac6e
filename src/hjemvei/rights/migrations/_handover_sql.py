"""Bodies of the kernel functions of 0009: one closed case of a record that is to be handed to the archive."""

from __future__ import annotations

from hjemvei.core.rls import USER
from hjemvei.rights.migrations._kernel_sql import CLEARED, OWN, REFUSED

# The officer who may decide on the proposal, and the cases of its record that are closed. Nobody else, nothing else.
ARCHIVE_CASES = f"""
SELECT DISTINCT c.id, c.key::text, c.opened_at, c.closed_at, c.protection::int
FROM public.rights_disposal d JOIN public.persons_person x ON x.id = d.person_id
JOIN public.sharing_participation q ON q.person_id = d.person_id AND q.controller_id = d.controller_id
JOIN public.sharing_case c ON c.id = q.case_id
WHERE d.id = in_disposal AND d.state = 'proposed' AND d.outcome = 'archive' AND d.proposed_by_id <> {USER}
  AND kernel.answers_for(d.controller_id) AND {CLEARED} AND c.closed_at IS NOT NULL
ORDER BY c.id
"""
MAY = "EXISTS (SELECT 1 FROM kernel.archive_cases(in_disposal) a WHERE a.id = in_case)"

# The controller's own rows of the case, whichever of its units wrote them. A document's content comes by itself.
ARCHIVE_ROWS = f"""
BEGIN
  IF NOT {MAY} OR (SELECT count(*) FROM pg_attribute a JOIN pg_class t ON t.oid = a.attrelid
                   WHERE t.relname = in_table AND t.relnamespace = 'public'::regnamespace AND t.relrowsecurity
                     AND a.attname IN ('case_id', 'controller_id') AND NOT a.attisdropped) <> 2 THEN
    {REFUSED};
  END IF;
  RETURN QUERY EXECUTE format('SELECT to_jsonb(r) - ''content'' FROM (SELECT x.* FROM public.%I x WHERE x.case_id = $1'
                              ' AND x.controller_id = $2) r ORDER BY r.id', in_table) USING in_case, {OWN};
END
"""
ARCHIVE_CONTENT = f"""
SELECT r.content FROM public.cases_document r
WHERE r.id = in_document AND r.case_id = in_case AND r.controller_id = {OWN} AND {MAY}
"""
ARCHIVE_KEYS = f"""
SELECT k.id, k.wrapped, k.master FROM public.persons_datakey k
WHERE k.person_id IN (SELECT q.person_id FROM public.sharing_participation q
                      WHERE q.case_id = in_case AND q.controller_id = {OWN}) AND {MAY}
"""
