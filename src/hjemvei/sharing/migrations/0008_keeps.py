"""Who keeps something of its own when a consent ends: a unit that wrote in the case, or that was sent a notice, a
message or a document. A unit that was only shown what others hold loses the case (ADR-0005).
"""

from __future__ import annotations

from importlib import import_module

from django.db import migrations

from hjemvei.core import rls
from hjemvei.sharing.migrations import _kernel_sql as kernel

RECEIVED = ("cases_notice", "cases_message", "cases_document")
KEEPS = f"""
DECLARE
  held record;
  found boolean;
BEGIN
  FOR held IN
    SELECT t.relname AS name, t.relname = ANY ('{{{",".join(RECEIVED)}}}') AS is_received FROM pg_class t
    JOIN pg_attribute c ON c.attrelid = t.oid AND c.attname = 'case_id' AND NOT c.attisdropped
    JOIN pg_attribute o ON o.attrelid = t.oid AND o.attname = 'owner_unit_id' AND NOT o.attisdropped
    WHERE t.relnamespace = 'public'::regnamespace AND t.relkind = 'r'
  LOOP
    EXECUTE format('SELECT EXISTS (SELECT 1 FROM public.%I r WHERE r.case_id = $1 AND (r.owner_unit_id = $2%s))',
                   held.name, CASE WHEN held.is_received THEN ' OR r.to_unit_id = $2' ELSE '' END)
      INTO found USING in_case, in_unit;
    IF found THEN
      RETURN true;
    END IF;
  END LOOP;
  RETURN false;
END
"""
WAS_SHOWN = """IF EXISTS (SELECT 1 FROM public.sharing_disclosure d
               WHERE d.case_id = c.case_id AND d.receiver_unit_id = part.unit_id)"""
HOLDS = "IF kernel.keeps(c.case_id, part.unit_id)"
EXPIRED_SHOWN = """AND EXISTS (SELECT 1 FROM public.sharing_disclosure d
                  WHERE d.case_id = p.case_id AND d.receiver_unit_id = p.unit_id)"""
EXPIRED_HOLDS = "AND kernel.keeps(p.case_id, p.unit_id)"
WITHDRAWS = "withdraw(in_consent bigint, how text) RETURNS int LANGUAGE plpgsql"
EXPIRES = "expire(case_ids bigint[]) RETURNS int LANGUAGE plpgsql"
expired = import_module("hjemvei.sharing.migrations.0005_expired_consents")


def instead(text: str, old: str, new: str) -> str:
    """Raises ValueError where the text that is replaced is no longer there."""
    if old not in text:
        raise ValueError("the kernel function has changed")
    return text.replace(old, new)


class Migration(migrations.Migration):
    dependencies = [("sharing", "0007_fewer_checks")]
    operations = [
        rls.function(
            "keeps(in_case bigint, in_unit bigint) RETURNS boolean LANGUAGE plpgsql STABLE", KEEPS, execute=""
        ),
        migrations.RunSQL(
            rls.function(WITHDRAWS, instead(kernel.WITHDRAW, WAS_SHOWN, HOLDS)).sql,
            rls.function(WITHDRAWS, kernel.WITHDRAW).sql,
        ),
        migrations.RunSQL(
            rls.function(
                EXPIRES, instead(expired.EXPIRE, EXPIRED_SHOWN, EXPIRED_HOLDS), execute="hjemvei_worker"
            ).sql,
            rls.function(EXPIRES, expired.EXPIRE, execute="hjemvei_worker").sql,
        ),
    ]
