"""Whoever acts shortens a signed version by its notice, by everybody's yes to the day, or by the next version
that each party has signed; nobody by a statement of their own.
"""

from __future__ import annotations

from importlib import import_module

from django.db import migrations

from hjemvei.core import rls

each = import_module("hjemvei.agreements.migrations.0009_each_for_itself")
TODAY = "(now() AT TIME ZONE 'Europe/Oslo')::date"
PARTY = """p.agreement_id = NEW.agreement_id
      AND (p.joins_on IS NULL OR p.joins_on <= {day}) AND (p.leaves_before IS NULL OR p.leaves_before > {day})"""
SHORTENED = f"""
  IF NEW.ends_before IS DISTINCT FROM OLD.ends_before
     AND coalesce(nullif(current_setting('hjemvei.user', true), '')::int, 0) > 0
     AND NEW.ends_before < ({TODAY} + make_interval(months => OLD.termination_notice_months::int))::date
     AND EXISTS (SELECT 1 FROM public.agreements_agreementparty p WHERE {PARTY.format(day=TODAY)}
                 AND p.agrees_to_end IS DISTINCT FROM NEW.ends_before)
     AND NOT EXISTS (
       SELECT 1 FROM public.agreements_agreementversion v
       WHERE v.agreement_id = NEW.agreement_id AND v.id <> NEW.id AND v.starts_on = NEW.ends_before
         AND NOT EXISTS (SELECT 1 FROM public.agreements_agreementparty p WHERE {PARTY.format(day="v.starts_on")}
                         AND NOT EXISTS (SELECT 1 FROM public.agreements_signature s WHERE s.version_id = v.id
                                         AND s.party_id = p.id AND s.withdrawn_at IS NULL)))
  THEN
    RAISE EXCEPTION 'less notice than was agreed, and not every party has said yes to the day'
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'agreement_version_notice';
  END IF;
"""
LAST = "  RETURN NEW;\nEND\n"
KEPT = each.KEPT[: each.KEPT.rindex(LAST)] + SHORTENED + LAST


class Migration(migrations.Migration):
    dependencies = [("agreements", "0012_agrees_to_end")]
    operations = [
        migrations.RunSQL(
            rls.function(each.NAME, KEPT, execute="").sql, rls.function(each.NAME, each.KEPT, execute="").sql
        )
    ]
