"""Messages by statute hang on a disclosure, and through it on the case."""

from __future__ import annotations

from importlib import import_module

from django.db import migrations

from hjemvei.core import rls

first = import_module("hjemvei.privacy.migrations.0001_due")
OLD = """    source := format(' JOIN public.sharing_case c ON c.id = t.%I',
                     CASE WHEN in_table = 'sharing_case' THEN 'id' ELSE 'case_id' END);
"""
NEW = """    source := CASE WHEN in_table = 'sharing_statutemessage'
      THEN ' JOIN public.sharing_disclosure d ON d.id = t.disclosure_id JOIN public.sharing_case c ON c.id = d.case_id'
      ELSE format(' JOIN public.sharing_case c ON c.id = t.%I',
                  CASE WHEN in_table = 'sharing_case' THEN 'id' ELSE 'case_id' END) END;
"""
DUE = first.DUE.replace(OLD, NEW)


class Migration(migrations.Migration):
    dependencies = [("privacy", "0001_due"), ("sharing", "0025_told_by_statute")]
    operations = [
        migrations.RunSQL(
            rls.function(first.SIGNATURE, DUE, execute="hjemvei_worker").sql,
            rls.function(first.SIGNATURE, first.DUE, execute="hjemvei_worker").sql,
        )
    ]
