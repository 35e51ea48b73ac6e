"""Body of the kernel function of 0010: rows of single tables whose time is out are deleted, each table by its rule."""

from __future__ import annotations

from hjemvei.rights.migrations._kernel_sql import REFUSED

DELETABLE = (
    "audit_outbox",
    "cases_caseload",
    "cases_homestatus",
    "cases_inquiry",
    "exchange_rollimport",
    "needs_confidentialanswer",
    "needs_housingfact",
    "needs_riskassessment",
    "oversight_accessfinding",
    "sharing_searchtoken",
)
# A hold on the person, or a request for access that is not answered, keeps every row of the case.
STOPPED = (
    " AND NOT EXISTS (SELECT 1 FROM public.rights_hold h JOIN public.sharing_participation q"
    " ON q.person_id = h.person_id WHERE q.case_id = t.case_id AND h.lifted_at IS NULL)"
    " AND NOT EXISTS (SELECT 1 FROM public.rights_part p WHERE p.case_id = t.case_id AND p.state <> ''delivered'')"
)
# `at` may not be to come: nobody hurries the clock. A row that a later one refers to waits for that one.
DELETE_DUE = f"""
DECLARE
  until timestamptz := at - make_interval(months => in_months, days => in_days);
  due text := CASE WHEN starts = 'case'
    THEN 'EXISTS (SELECT 1 FROM public.sharing_case c WHERE c.id = %1$s.case_id AND c.closed_at < $1)'
    ELSE format('%%1$s.%I < $1', starts) END;
  rest text := '';
  reference text;
  found bigint;
BEGIN
  IF NOT in_table = ANY ('{{{",".join(DELETABLE)}}}') OR at > clock_timestamp() + interval '1 minute'
     OR in_months < 0 OR in_days < 0 OR in_months + in_days = 0
     OR (in_table = 'needs_housingfact') <> (classes IS NOT NULL) THEN
    {REFUSED};
  END IF;
  IF EXISTS (SELECT 1 FROM pg_attribute a WHERE a.attrelid = ('public.' || in_table)::regclass AND a.attname = 'case_id'
             AND NOT a.attisdropped) THEN
    rest := '{STOPPED}';
  END IF;
  IF classes IS NOT NULL THEN
    rest := rest || ' AND t.info_class = ANY ($2)';
  END IF;
  FOR reference IN
    SELECT DISTINCT a.attname FROM pg_constraint k JOIN pg_attribute a ON a.attrelid = k.conrelid
      AND a.attnum = k.conkey[cardinality(k.conkey)]
    WHERE k.contype = 'f' AND k.conrelid = ('public.' || in_table)::regclass AND k.confrelid = k.conrelid
  LOOP
    rest := rest || format(' AND NOT EXISTS (SELECT 1 FROM public.%I y WHERE y.%I = t.id AND NOT (%s%s))', in_table,
                           reference, format(due, 'y'),
                           CASE WHEN classes IS NULL THEN '' ELSE ' AND y.info_class = ANY ($2)' END);
  END LOOP;
  IF dry THEN
    EXECUTE format('SELECT count(*) FROM public.%I t WHERE %s%s', in_table, format(due, 't'), rest)
      INTO found USING until, classes;
  ELSE
    EXECUTE format('DELETE FROM public.%I t WHERE %s%s', in_table, format(due, 't'), rest) USING until, classes;
    GET DIAGNOSTICS found = ROW_COUNT;
  END IF;
  RETURN found;
END
"""
