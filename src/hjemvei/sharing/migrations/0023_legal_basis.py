"""By which statute or agreement a unit processes at all: a field of each participation, set by the kernel (ADR-0016)."""

from __future__ import annotations

from django.db import migrations, models

from hjemvei.core import rls

# The codes stand in `audit.processing.BASES`. What a public body keeps when its part is over, it keeps for the archive.
BASIS_OF = """CASE
    WHEN {basis} = 'own' AND c.kind IN ('correctional_service', 'municipality', 'state') THEN 'archive'
    WHEN c.kind = 'correctional_service' THEN CASE WHEN {basis} = 'consent' THEN 'release' ELSE 'correctional' END
    WHEN c.kind = 'municipality' THEN
      CASE u.kind WHEN 'social_service' THEN 'social_data' WHEN 'health' THEN 'health' ELSE 'housing_data' END
    WHEN c.kind = 'state' THEN 'benefits'
    ELSE 'own_agreement' END"""
SET_LEGAL_BASIS = f"""
BEGIN
  SELECT {BASIS_OF.format(basis="NEW.basis")} INTO NEW.legal_basis
    FROM public.parties_unit u JOIN public.parties_controller c ON c.id = u.controller_id WHERE u.id = NEW.unit_id;
  RETURN NEW;
END
"""
LEGAL_GROUNDS = """
SELECT DISTINCT p.unit_id, p.basis::text, p.legal_basis::text FROM public.sharing_participation p
WHERE p.case_id = in_case AND p.starts_at <= now() AND p.ends_at > now()
  AND EXISTS (SELECT 1 FROM public.sharing_participation q WHERE q.case_id = in_case
              AND q.unit_id = ANY (current_setting('hjemvei.units')::int[]) AND q.starts_at <= now() AND q.ends_at > now())
"""


class Migration(migrations.Migration):
    dependencies = [("sharing", "0022_consent_history"), ("audit", "0005_changed_columns")]
    operations = [
        rls.logged_change(
            "sharing_participation",
            [
                migrations.AddField(
                    model_name="participation",
                    name="legal_basis",
                    field=models.CharField(db_default="", default="", max_length=20),
                ),
                migrations.RunSQL(
                    f"UPDATE sharing_participation p SET legal_basis = {BASIS_OF.format(basis='p.basis')}"
                    " FROM parties_unit u JOIN parties_controller c ON c.id = u.controller_id WHERE u.id = p.unit_id",
                    migrations.RunSQL.noop,
                ),
            ],
            by=__name__,
        ),
        rls.function("set_legal_basis() RETURNS trigger LANGUAGE plpgsql", SET_LEGAL_BASIS, execute=""),
        rls.run(
            [
                "CREATE TRIGGER sharing_participation_legal_basis BEFORE INSERT ON sharing_participation"
                " FOR EACH ROW EXECUTE FUNCTION kernel.set_legal_basis()"
            ],
            ["DROP TRIGGER sharing_participation_legal_basis ON sharing_participation"],
        ),
        rls.function(
            "legal_grounds(in_case bigint) RETURNS TABLE (unit_id int, basis text, legal_basis text)"
            " LANGUAGE sql STABLE",
            LEGAL_GROUNDS,
        ),
    ]
