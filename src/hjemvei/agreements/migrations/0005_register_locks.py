"""What is signed stays as it is, and a draft's text is the parties' own: locks of the database (ADR-0027)."""

from __future__ import annotations

from django.db import migrations

from hjemvei.core import rls

REFUSED = (
    "RAISE EXCEPTION 'a signed version of an agreement is never changed'"
    " USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'agreement_version_signed'"
)
SIGNED = f"""
BEGIN
  IF TG_OP = 'DELETE' THEN
    IF OLD.state = 'signed' THEN
      {REFUSED};
    END IF;
    RETURN OLD;
  END IF;
  IF OLD.state <> 'signed' THEN
    RETURN NEW;
  END IF;
  IF (to_jsonb(NEW) - 'ends_before') IS DISTINCT FROM (to_jsonb(OLD) - 'ends_before')
     OR (OLD.ends_before IS NOT NULL AND (NEW.ends_before IS NULL OR NEW.ends_before > OLD.ends_before)) THEN
    {REFUSED};
  END IF;
  RETURN NEW;
END
"""
"""A signed version may end, and end earlier; nothing else."""

TERMS = f"""
DECLARE
  versions bigint[];
BEGIN
  versions := CASE TG_OP WHEN 'INSERT' THEN ARRAY[NEW.version_id] WHEN 'DELETE' THEN ARRAY[OLD.version_id]
              ELSE ARRAY[OLD.version_id, NEW.version_id] END;
  IF EXISTS (SELECT 1 FROM public.agreements_agreementversion v
             WHERE v.id = ANY (versions) AND v.state = 'signed') THEN
    {REFUSED};
  END IF;
  IF TG_OP = 'DELETE' THEN
    RETURN OLD;
  END IF;
  RETURN NEW;
END
"""
MINE = (
    "EXISTS (SELECT 1 FROM agreements_agreementparty p WHERE p.agreement_id = {agreement}"
    " AND p.controller_id = current_setting('hjemvei.controller')::int)"
)
IN_AGREEMENT = MINE.format(agreement="t.agreement_id")
IN_VERSION = (
    "EXISTS (SELECT 1 FROM agreements_agreementversion v WHERE v.id = t.version_id AND "
    + MINE.format(agreement="v.agreement_id")
    + ")"
)
SIGNED_TEXT = (
    "EXISTS (SELECT 1 FROM agreements_agreementversion v WHERE v.id = t.version_id AND v.state = 'signed')"
)
AGREED = (
    "EXISTS (SELECT 1 FROM agreements_agreement a WHERE a.id = t.agreement_id"
    " AND a.state IN ('signed', 'in_force', 'under_revision', 'ended'))"
)
STANDING = (
    "UPDATE agreements_agreementversion SET state = 'signed'",
    """
UPDATE agreements_agreement a SET state = CASE
  WHEN EXISTS (SELECT 1 FROM agreements_agreementversion v WHERE v.agreement_id = a.id
               AND v.starts_on <= current_date AND (v.ends_before IS NULL OR v.ends_before > current_date))
    THEN 'in_force'
  WHEN EXISTS (SELECT 1 FROM agreements_agreementversion v WHERE v.agreement_id = a.id
               AND v.starts_on > current_date) THEN 'signed'
  WHEN EXISTS (SELECT 1 FROM agreements_agreementversion v WHERE v.agreement_id = a.id) THEN 'ended'
  ELSE 'dialogue' END
""",
)


def guarded(table: str, event: str, function: str) -> migrations.RunSQL:
    name = f"{table}_{function}"
    return rls.run(
        [
            f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION kernel.{function}()"
        ],
        [f"DROP TRIGGER {name} ON {table}"],
    )


class Migration(migrations.Migration):
    dependencies = [("agreements", "0004_register"), ("audit", "0005_changed_columns")]

    operations = [
        migrations.RunSQL([*STANDING], migrations.RunSQL.noop),
        rls.function("keep_signed() RETURNS trigger LANGUAGE plpgsql", SIGNED, execute=""),
        rls.function("keep_terms() RETURNS trigger LANGUAGE plpgsql", TERMS, execute=""),
        guarded("agreements_agreementversion", "UPDATE OR DELETE", "keep_signed"),
        guarded("agreements_agreementclause", "INSERT OR UPDATE OR DELETE", "keep_terms"),
        guarded("agreements_deadlinechange", "INSERT OR UPDATE OR DELETE", "keep_terms"),
        guarded("agreements_roleunit", "INSERT OR UPDATE OR DELETE", "keep_terms"),
        *rls.policies(
            "agreements_agreementclause",
            select=f"{SIGNED_TEXT} OR {IN_VERSION}",
            insert=IN_VERSION,
            update=IN_VERSION,
        ),
        *rls.policies(
            "agreements_reviewdate",
            select=f"{AGREED} OR {IN_AGREEMENT}",
            insert=IN_AGREEMENT,
            update=IN_AGREEMENT,
        ),
        *rls.policies(
            "agreements_anchoringdocument",
            select=f"{AGREED} OR {IN_AGREEMENT}",
            insert=IN_AGREEMENT,
            update=IN_AGREEMENT,
        ),
        rls.may_delete("agreements_deadlinechange", roles="hjemvei_app"),
        *rls.logged("agreements_agreementclause"),
        *rls.logged("agreements_reviewdate"),
        *rls.logged("agreements_anchoringdocument"),
    ]
