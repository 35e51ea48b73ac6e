"""A party signs for itself, on paper too; and no version is binding before each of its parties has (ADR-0033)."""

from __future__ import annotations

import re
from importlib import import_module

from django.db import migrations

from hjemvei.core import rls

register = import_module("hjemvei.agreements.migrations.0005_register_locks")
signing = import_module("hjemvei.agreements.migrations.0007_signing_locks")
NAME = "keep_signed() RETURNS trigger LANGUAGE plpgsql"
UNSIGNED = """
  IF OLD.state <> 'signed' AND NEW.state = 'signed'
     AND coalesce(nullif(current_setting('hjemvei.user', true), '')::int, 0) > 0
     AND EXISTS (SELECT 1 FROM public.agreements_agreementparty p
                 WHERE p.agreement_id = NEW.agreement_id
                   AND (p.joins_on IS NULL OR p.joins_on <= NEW.starts_on)
                   AND (p.leaves_before IS NULL OR p.leaves_before > NEW.starts_on)
                   AND NOT EXISTS (SELECT 1 FROM public.agreements_signature s
                                   WHERE s.version_id = NEW.id AND s.party_id = p.id AND s.withdrawn_at IS NULL)) THEN
    RAISE EXCEPTION 'a party has not signed this version'
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'agreement_version_each_signed';
  END IF;
"""
"""Somebody who acts needs them all; what was signed elsewhere is put on record by nobody who acts."""
FIRST = "  IF OLD.state <> 'signed' THEN\n    RETURN NEW;"
KEPT = register.SIGNED.replace(FIRST, UNSIGNED + FIRST)
SIGNS = f"{signing.BY_ONESELF} AND {register.IN_VERSION} AND {signing.OWN_PARTY}"


def insert(expression: str) -> str:
    table = signing.SIGNATURE
    named = re.sub(r"\bt[.]", f"{table}.", expression)
    return f"ALTER POLICY {table}_insert ON {table} WITH CHECK ({named})"


class Migration(migrations.Migration):
    dependencies = [("agreements", "0008_signed_in")]
    operations = [
        migrations.RunSQL(
            rls.function(NAME, KEPT, execute="").sql, rls.function(NAME, register.SIGNED, execute="").sql
        ),
        rls.run([insert(SIGNS)], [insert(signing.SIGNS)]),
    ]
