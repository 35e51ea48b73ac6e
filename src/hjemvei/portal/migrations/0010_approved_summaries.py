"""The person reads what has been approved, or the built-in text; a party's draft is no promise."""

from __future__ import annotations

from importlib import import_module

from django.db import migrations

from hjemvei.core import rls

earlier = import_module("hjemvei.portal.migrations.0009_agreement")
SIGNATURE = (
    "portal_summaries(in_case bigint) RETURNS TABLE (agreement text, language text, title text, body text,"
    " status text, is_machine_made boolean, source_hash text, number int) LANGUAGE sql STABLE"
)
APPROVED = earlier.SUMMARIES.replace(
    "WHERE w.state = 'signed'", "WHERE w.state = 'signed' AND s.status = 'approved'"
)


class Migration(migrations.Migration):
    dependencies = [("portal", "0009_agreement"), ("agreements", "0011_summaries_by_two")]
    operations = [
        migrations.RunSQL(
            rls.function(SIGNATURE, APPROVED, execute="").sql,
            rls.function(SIGNATURE, earlier.SUMMARIES, execute="").sql,
        )
    ]
