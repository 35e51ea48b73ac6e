"""A translation is checked by another than its writer, and nobody outside reads it before it is approved."""

from __future__ import annotations

import re
from importlib import import_module

from django.db import migrations, models

from hjemvei.core import rls

opened = import_module("hjemvei.agreements.migrations.0008_signed_in")
locks = import_module("hjemvei.agreements.migrations.0010_drafts_are_the_parties")
TABLE = "agreements_summarytranslation"
CHECKED_ALONE = f"""
UPDATE {TABLE} SET status = 'draft', checked_by_id = NULL, checked_role = '', checked_at = NULL,
  approved_by_id = NULL, approved_at = NULL
WHERE checked_by_id = written_by_id AND status <> 'draft'
"""
APPROVED = f"{opened.SIGNED_TEXT} AND (t.status = 'approved' OR {rls.USER} > 0) OR {locks.IN_VERSION}"
_FIRST, BEFORE = locks.OF_VERSION


def seen(expression: str) -> str:
    named = re.sub(r"\bt[.]", f"{TABLE}.", expression)
    return f"ALTER POLICY {TABLE}_select ON {TABLE} USING ({named})"


class Migration(migrations.Migration):
    dependencies = [("agreements", "0010_drafts_are_the_parties")]
    operations = [
        migrations.RunSQL(
            ["SET LOCAL row_security = on", CHECKED_ALONE, "SET LOCAL row_security = off"],
            migrations.RunSQL.noop,
        ),
        migrations.AddConstraint(
            "summarytranslation",
            models.CheckConstraint(
                condition=models.Q(status="draft") | ~models.Q(checked_by=models.F("written_by")),
                name="summary_checked_by_another",
            ),
        ),
        rls.run([seen(APPROVED)], [seen(BEFORE)]),
    ]
