"""A party's row stays in its agreement and its organisation, and a party that is bound is so for the period it was
bound for; whoever acts says that something is agreed, or over, only where the signed versions say so too.
"""

from __future__ import annotations

from importlib import import_module

from django.db import migrations

from hjemvei.core import rls

register = import_module("hjemvei.agreements.migrations.0005_register_locks")
ACTS = "coalesce(nullif(current_setting('hjemvei.user', true), '')::int, 0) > 0"
TODAY = "(now() AT TIME ZONE 'Europe/Oslo')::date"
AGREED = "('signed', 'in_force', 'under_revision', 'ended')"
REFUSED = (
    "RAISE EXCEPTION '{why}' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = '{constraint}'"
)
OTHER = REFUSED.format(
    why="a party stays in its agreement, for its organisation", constraint="agreement_party_stays"
)
BOUND = REFUSED.format(why="a party is bound by what it has signed", constraint="agreement_party_bound")
STATED = REFUSED.format(
    why="where an agreement stands follows from what is signed", constraint="agreement_state_as_signed"
)
PARTY = f"""
BEGIN
  IF NEW.agreement_id <> OLD.agreement_id OR NEW.controller_id <> OLD.controller_id THEN
    {OTHER};
  END IF;
  IF {ACTS} AND (NEW.joins_on IS DISTINCT FROM OLD.joins_on OR NEW.leaves_before IS DISTINCT FROM OLD.leaves_before)
     AND OLD.joins_on IS DISTINCT FROM '9999-12-31'::date
     AND (OLD.leaves_before IS NULL OR OLD.leaves_before > {TODAY})
     AND EXISTS (SELECT 1 FROM public.agreements_agreement a WHERE a.id = OLD.agreement_id AND a.state IN {AGREED}) THEN
    {BOUND};
  END IF;
  RETURN NEW;
END
"""
STATE = f"""
BEGIN
  IF NEW.state = OLD.state OR NOT {ACTS} THEN
    RETURN NEW;
  END IF;
  IF NEW.state IN ('dialogue', 'draft') AND OLD.state IN {AGREED}
     OR NEW.state IN ('signed', 'in_force', 'under_revision') AND NOT EXISTS (
       SELECT 1 FROM public.agreements_agreementversion v WHERE v.agreement_id = NEW.id AND v.state = 'signed')
     OR NEW.state = 'ended' AND EXISTS (
       SELECT 1 FROM public.agreements_agreementversion v WHERE v.agreement_id = NEW.id AND v.state = 'signed'
       AND (v.ends_before IS NULL OR v.ends_before > {TODAY})) THEN
    {STATED};
  END IF;
  RETURN NEW;
END
"""


class Migration(migrations.Migration):
    dependencies = [("agreements", "0013_ends_by_notice")]
    operations = [
        rls.function("keep_party() RETURNS trigger LANGUAGE plpgsql", PARTY, execute=""),
        rls.function("keep_state() RETURNS trigger LANGUAGE plpgsql", STATE, execute=""),
        register.guarded("agreements_agreementparty", "UPDATE", "keep_party"),
        register.guarded("agreements_agreement", "UPDATE", "keep_state"),
    ]
