"""One employee alone does not come in as the person: who printed the code does not also open everything (ADR-0026)."""

from __future__ import annotations

from django.db import migrations

from hjemvei.core import rls

# Asked as the session begins, of the paper that counts now; a paper printed since the device was opened counts too.
BEGINS = """
DECLARE
  printed_by bigint;
BEGIN
  SELECT p.recorded_by_id INTO printed_by FROM public.portal_pack p
    WHERE p.case_id = NEW.case_id AND p.ended_at IS NULL ORDER BY p.id DESC LIMIT 1;
  IF coalesce(printed_by, NEW.recorded_by_id) = NEW.recorded_by_id THEN
    RAISE EXCEPTION 'not allowed' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END
"""
BY_ONESELF = f"recorded_by_id = {rls.USER}"
WAITS = f"{BY_ONESELF} AND started_at IS NULL AND strength IN ('code', 'attended') AND cases = ARRAY[case_id]"
NARROWED = """
DO $$
DECLARE
  said text;
BEGIN
  SELECT with_check INTO STRICT said FROM pg_policies
    WHERE schemaname = 'public' AND tablename = '{table}' AND policyname = '{table}_insert';
  EXECUTE format('ALTER POLICY {table}_insert ON public.{table} WITH CHECK ((%s) AND {also})', said);
END $$
"""


def narrowed(table: str, also: str) -> migrations.RunSQL:
    """What staff insert is said to be by themselves."""
    text = NARROWED.format(table=table, also=also.replace("'", "''"))
    return migrations.RunSQL(text, migrations.RunSQL.noop)


class Migration(migrations.Migration):
    dependencies = [("portal", "0007_seen_writes")]
    operations = [
        narrowed("portal_pack", BY_ONESELF),
        narrowed("portal_visit", WAITS),
        rls.function("portal_begins() RETURNS trigger LANGUAGE plpgsql", BEGINS, execute=""),
        rls.run(
            [
                "CREATE TRIGGER portal_visit_begins BEFORE UPDATE ON portal_visit FOR EACH ROW"
                " WHEN (new.started_at IS NOT NULL AND new.strength = 'attended' AND (old.started_at IS NULL"
                " OR old.strength <> new.strength OR old.recorded_by_id <> new.recorded_by_id))"
                " EXECUTE FUNCTION kernel.portal_begins()"
            ],
            ["DROP TRIGGER portal_visit_begins ON portal_visit"],
        ),
    ]
