"""Emergency openings of the person's case: who, from where and why, for the person. Nothing can hide them."""

from __future__ import annotations

from django.db import migrations

from hjemvei.core import rls

OWN = "in_case = ANY (current_setting('hjemvei.cases')::bigint[])"
# What was written tells of health at times: only where it is certain who reads (class HEALTH is 5).
STRONG = "5 = ANY (current_setting('hjemvei.own_classes')::int[])"
EMERGENCIES = f"""
SELECT b.key::text, b.starts_at, n.name::text, u.name::text, b.category::text,
       CASE WHEN {STRONG} THEN b.reason ELSE ''::bytea END, b.outcome::text
FROM public.sharing_breakglass b JOIN public.parties_unit n ON n.id = b.unit_id
JOIN public.accounts_user u ON u.id = b.user_id
WHERE {OWN} AND b.case_id = in_case ORDER BY b.starts_at DESC, b.id DESC
"""


class Migration(migrations.Migration):
    dependencies = [("portal", "0003_word_kinds"), ("sharing", "0028_sealed_access")]
    operations = [
        rls.function(
            "portal_emergencies(in_case bigint) RETURNS TABLE (key text, starts_at timestamptz, unit text, who text,"
            " category text, reason bytea, outcome text) LANGUAGE sql STABLE",
            EMERGENCIES,
            execute="",
        ),
    ]
