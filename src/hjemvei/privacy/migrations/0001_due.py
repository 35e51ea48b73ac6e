"""How many rows of a table are due, and nothing else of them: no unit, no case, no person."""

from __future__ import annotations

from django.db import migrations

from hjemvei.core import rls

SIGNATURE = (
    "due(in_table text, starts text, since timestamptz, until timestamptz, classes int[])"
    " RETURNS bigint LANGUAGE plpgsql STABLE"
)
DUE = """
DECLARE
  begun text;
  source text := '';
  found bigint;
BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                 WHERE n.nspname = 'public' AND c.relname = in_table AND c.relrowsecurity) THEN
    RAISE EXCEPTION 'not a table of this system' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF starts = 'case' THEN
    begun := 'c.closed_at';
    source := format(' JOIN public.sharing_case c ON c.id = t.%I',
                     CASE WHEN in_table = 'sharing_case' THEN 'id' ELSE 'case_id' END);
  ELSIF starts = 'person' THEN
    begun := format('(SELECT CASE WHEN count(*) = count(c.closed_at) THEN max(c.closed_at) END
                      FROM public.sharing_participation p JOIN public.sharing_case c ON c.id = p.case_id
                      WHERE p.person_id = t.%I)',
                    CASE in_table WHEN 'persons_person' THEN 'id' WHEN 'persons_duplicatelink' THEN 'first_id'
                                  ELSE 'person_id' END);
  ELSIF starts = 'roll.loaded_at' THEN
    begun := 'x.loaded_at';
    source := ' JOIN public.exchange_rollimport x ON x.id = t.roll_id';
  ELSE
    begun := format('t.%I', starts);
  END IF;
  EXECUTE format('SELECT count(*) FROM public.%I t%s WHERE %s < $1 AND ($2 IS NULL OR %s >= $2)%s',
                 in_table, source, begun, begun,
                 CASE WHEN classes IS NULL THEN '' ELSE ' AND t.info_class = ANY ($3)' END)
    INTO found USING until, since, classes;
  RETURN found;
END
"""


class Migration(migrations.Migration):
    dependencies = [("sharing", "0002_kernel"), ("exchange", "0003_staging")]
    operations = [rls.function(SIGNATURE, DUE, execute="hjemvei_worker")]
