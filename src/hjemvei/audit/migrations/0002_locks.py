"""The kernel's class lookup, the change log's trigger, and who may touch the logs."""

from __future__ import annotations

from django.db import migrations

from hjemvei.core import rls

KEYS_OF = "SELECT CASE info_class\n" + "".join(
    f"  WHEN {number} THEN pg_catalog.current_setting('hjemvei.keys_{number}')::int[]\n"
    for number in range(16)
)

LOG_CHANGE = """
DECLARE
  who int := current_setting('hjemvei.user', true)::int;
  unit int := current_setting('hjemvei.unit', true)::int;
  why text := coalesce(current_setting('hjemvei.purpose', true), '');
  now_id bigint := pg_current_xact_id()::text::bigint;
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO public.audit_rowsalt (table_name, row_id, salt)
      SELECT TG_TABLE_NAME, n.id, uuid_send(gen_random_uuid()) FROM new_rows n ON CONFLICT DO NOTHING;
    INSERT INTO public.audit_changelog
           (at, transaction, table_name, row_id, operation, fields, user_id, unit_id, purpose, row_hash)
      SELECT clock_timestamp(), now_id, TG_TABLE_NAME, n.id, 'I', NULL, who, unit, why,
             sha256(s.salt || convert_to(to_jsonb(n)::text, 'UTF8'))
      FROM new_rows n JOIN public.audit_rowsalt s ON s.table_name = TG_TABLE_NAME AND s.row_id = n.id;
  ELSIF TG_OP = 'UPDATE' THEN
    INSERT INTO public.audit_changelog
           (at, transaction, table_name, row_id, operation, fields, user_id, unit_id, purpose, row_hash)
      SELECT clock_timestamp(), now_id, TG_TABLE_NAME, n.id, 'U',
             ARRAY(SELECT f.key FROM jsonb_each(to_jsonb(n)) f
                   WHERE f.value IS DISTINCT FROM to_jsonb(o) -> f.key ORDER BY f.key),
             who, unit, why, sha256(s.salt || convert_to(to_jsonb(n)::text, 'UTF8'))
      FROM new_rows n JOIN old_rows o ON o.id = n.id
      JOIN public.audit_rowsalt s ON s.table_name = TG_TABLE_NAME AND s.row_id = n.id;
  ELSE
    INSERT INTO public.audit_changelog
           (at, transaction, table_name, row_id, operation, fields, user_id, unit_id, purpose, row_hash)
      SELECT clock_timestamp(), now_id, TG_TABLE_NAME, o.id, 'D', NULL, who, unit, why, sha256(''::bytea)
      FROM old_rows o;
    DELETE FROM public.audit_rowsalt s USING old_rows o WHERE s.table_name = TG_TABLE_NAME AND s.row_id = o.id;
  END IF;
  RETURN NULL;
END
"""

VERIFY_ROWS = """
DECLARE
  logged text;
BEGIN
  FOR logged IN SELECT DISTINCT c.relname FROM pg_trigger g JOIN pg_class c ON c.oid = g.tgrelid
                WHERE g.tgname LIKE '%\\_log\\_insert' ORDER BY c.relname LOOP
    RETURN QUERY EXECUTE format($q$
      WITH newest AS (
        SELECT DISTINCT ON (l.row_id) l.row_id, l.operation, l.row_hash
        FROM public.audit_changelog l WHERE l.table_name = %1$L ORDER BY l.row_id, l.id DESC)
      SELECT %1$L::text, coalesce(n.row_id, r.id)::bigint,
             CASE WHEN n.row_id IS NULL THEN 'row_not_logged'
                  WHEN r.id IS NULL THEN 'row_gone'
                  WHEN n.operation = 'D' THEN 'row_back' ELSE 'row_changed' END
      FROM newest n FULL JOIN public.%1$I r ON r.id = n.row_id
      LEFT JOIN public.audit_rowsalt s ON s.table_name = %1$L AND s.row_id = r.id
      WHERE CASE WHEN n.row_id IS NULL THEN true
                 WHEN r.id IS NULL THEN n.operation <> 'D'
                 WHEN n.operation = 'D' THEN true
                 ELSE n.row_hash IS DISTINCT FROM sha256(s.salt || convert_to(to_jsonb(r)::text, 'UTF8')) END
    $q$, logged);
  END LOOP;
END
"""

LOGS = [
    "REVOKE ALL ON audit_changelog, audit_rowsalt, audit_seal FROM hjemvei_app, hjemvei_worker",
    "REVOKE UPDATE ON audit_readlog FROM hjemvei_app, hjemvei_worker",
    "GRANT SELECT ON audit_changelog TO hjemvei_worker",
    "GRANT SELECT, INSERT ON audit_seal TO hjemvei_worker",
    "CREATE POLICY audit_changelog_worker ON audit_changelog FOR SELECT TO hjemvei_worker USING (true)",
    "GRANT SELECT, UPDATE ON audit_outbox TO hjemvei_worker",
    "CREATE POLICY audit_outbox_worker ON audit_outbox TO hjemvei_worker USING (true)",
    "GRANT SELECT, DELETE ON audit_oncekey TO hjemvei_worker",
    "CREATE POLICY audit_oncekey_worker ON audit_oncekey TO hjemvei_worker USING (true)",
]
UNDO = [
    "DROP POLICY audit_changelog_worker ON audit_changelog",
    "DROP POLICY audit_outbox_worker ON audit_outbox",
    "DROP POLICY audit_oncekey_worker ON audit_oncekey",
]
MINE = "t.user_id = current_setting('hjemvei.user')::int"


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [
        migrations.RunSQL(
            [
                f"CREATE FUNCTION kernel.keys_of(info_class smallint) RETURNS int[] LANGUAGE sql STABLE PARALLEL SAFE"
                f" AS $kernel${KEYS_OF}END$kernel$",
                "REVOKE ALL ON FUNCTION kernel.keys_of(smallint) FROM PUBLIC",
                "GRANT EXECUTE ON FUNCTION kernel.keys_of(smallint) TO hjemvei_app, hjemvei_worker, hjemvei_kernel",
            ],
            ["DROP FUNCTION kernel.keys_of(smallint)"],
        ),
        rls.function("log_change() RETURNS trigger LANGUAGE plpgsql", LOG_CHANGE, execute=""),
        rls.function(
            "verify_rows() RETURNS TABLE (table_name text, row_id bigint, finding text) LANGUAGE plpgsql",
            VERIFY_ROWS,
            execute="hjemvei_worker",
        ),
        *rls.policies("audit_readlog", select="false", insert=MINE),
        *rls.policies("audit_changelog", select="false"),
        *rls.policies("audit_rowsalt", select="false"),
        *rls.unit_rows("audit_outbox"),
        *rls.policies("audit_oncekey", select=MINE, insert=MINE, update=MINE),
        rls.run(LOGS, UNDO),
    ]
