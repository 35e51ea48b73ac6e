"""Old reads are removed by the tables' owner alone, through one function; `audit.purge` says it first."""

from __future__ import annotations

from django.db import migrations

from hjemvei.core import rls

PURGE = """
DECLARE
  gone bigint;
BEGIN
  IF NOT EXISTS (SELECT 1 FROM public.audit_seal s WHERE s.to_transaction = before_transaction) THEN
    RAISE EXCEPTION 'only whole sealed batches' USING ERRCODE = 'insufficient_privilege';
  END IF;
  DELETE FROM public.audit_readlog r WHERE r.transaction < before_transaction;
  GET DIAGNOSTICS gone = ROW_COUNT;
  RETURN gone;
END
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0020_outbox_about")]
    operations = [
        rls.function(
            "purge_reads(before_transaction bigint) RETURNS bigint LANGUAGE plpgsql", PURGE, execute=""
        )
    ]
