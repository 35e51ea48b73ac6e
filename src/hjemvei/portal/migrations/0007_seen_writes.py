"""What is written into a case is written by somebody who sees it: a unit's part in it does not tell whether its member is
cleared, related or shut out. `rls.case_child` says so from now on; here it is said of every table that stands.
"""

from __future__ import annotations

from django.db import migrations

# Of every table whose rows staff write because their unit takes part; what it asks to see a row, it asks to write one.
SEEN_TOO = """
DO $$
DECLARE
  p record;
BEGIN
  FOR p IN
    SELECT w.tablename, w.policyname, w.with_check, s.qual
    FROM pg_policies w JOIN pg_policies s ON s.schemaname = w.schemaname AND s.tablename = w.tablename
         AND s.policyname = w.tablename || '_select'
    WHERE w.schemaname = 'public' AND w.policyname = w.tablename || '_insert'
      AND w.with_check LIKE '%FROM sharing_participation p%' AND w.with_check NOT LIKE '%FROM sharing_case c%'
    ORDER BY w.tablename
  LOOP
    EXECUTE format('ALTER POLICY %I ON public.%I WITH CHECK ((%s) AND (%s))', p.policyname, p.tablename, p.qual, p.with_check);
  END LOOP;
END $$
"""


class Migration(migrations.Migration):
    dependencies = [
        ("portal", "0006_rights"),
        ("allocation", "0002_locks"),
        ("cases", "0013_documents"),
        ("deviations", "0002_locks"),
        ("needs", "0006_locks_of_confidence"),
        ("plans", "0002_locks"),
        ("rights", "0013_protected"),
        ("sharing", "0032_told_follows"),
        ("tenancies", "0002_locks"),
    ]
    operations = [migrations.RunSQL(SEEN_TOO, migrations.RunSQL.noop)]
