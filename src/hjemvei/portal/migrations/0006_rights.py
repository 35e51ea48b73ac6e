"""The person asks to see everything, and to have something erased; whom to talk with about it."""

from __future__ import annotations

from django.db import migrations, models

from hjemvei.core import rls

OWN = "in_case = ANY (current_setting('hjemvei.cases')::bigint[])"
TODAY = "(now() AT TIME ZONE 'Europe/Oslo')::date"
# The unit that a controller's privacy officer sits in; who it is, is not said.
OFFICERS = f"""
SELECT DISTINCT ON (u.controller_id) u.controller_id, u.id
FROM public.accounts_membership m JOIN public.parties_unit u ON u.id = m.unit_id
WHERE {OWN} AND m.role = 'privacy_officer' AND m.starts_on <= {TODAY}
  AND (m.ends_before IS NULL OR m.ends_before > {TODAY})
  AND EXISTS (SELECT 1 FROM public.sharing_participation p WHERE p.case_id = in_case
              AND p.controller_id = u.controller_id)
ORDER BY u.controller_id, u.id
"""
KINDS = [
    ("message", "melding"),
    ("complaint", "klage"),
    ("victory", "noe som gikk bra"),
    ("erasure", "ønske om å slette eller sperre noe"),
]


class Migration(migrations.Migration):
    dependencies = [("portal", "0005_sealed_how"), ("rights", "0008_sealed_reasons")]
    operations = [
        migrations.AlterField(
            model_name="word", name="kind", field=models.CharField(choices=KINDS, max_length=12)
        ),
        rls.function(
            "portal_officers(in_case bigint) RETURNS TABLE (controller_id int, unit_id int)"
            " LANGUAGE sql STABLE",
            OFFICERS,
            execute="",
        ),
    ]
