"""The person who acts on their own page may write in their own cases, and in no other (ADR-0019)."""

from __future__ import annotations

from django.db import migrations, models

from hjemvei.core import rls
from hjemvei.sharing.migrations import _kernel_sql as sql

# The setting `role` keeps the role that was taken for the transaction, also inside a function of the kernel's.
MAY_WRITE = f"""
SELECT CASE current_setting('role')
  WHEN 'hjemvei_deed' THEN in_case = ANY (current_setting('hjemvei.cases')::bigint[])
  WHEN 'hjemvei_portal' THEN false
  ELSE ({sql.MAY_WRITE}) END
"""


class Migration(migrations.Migration):
    dependencies = [("sharing", "0008_keeps")]
    operations = [
        migrations.AlterField(
            model_name="consentscope",
            name="purpose",
            field=models.CharField(
                choices=[
                    ("casework", "arbeid med saken"),
                    ("coordination", "fordeling og koordinering"),
                    ("import", "innlesing av register"),
                    ("reminder", "påminnelse"),
                    ("administration", "administrasjon"),
                    ("api", "overføring mellom systemer"),
                    ("own_case", "personens egen side"),
                ],
                default="casework",
                max_length=16,
            ),
        ),
        migrations.RunSQL(
            rls.function("may_write(in_case bigint) RETURNS boolean LANGUAGE sql STABLE", MAY_WRITE).sql,
            rls.function("may_write(in_case bigint) RETURNS boolean LANGUAGE sql STABLE", sql.MAY_WRITE).sql,
        ),
    ]
