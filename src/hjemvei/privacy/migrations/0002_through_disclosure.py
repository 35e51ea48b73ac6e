"""A message told by statute has no case of its own: its period runs from the case it was told from."""

from __future__ import annotations

from importlib import import_module

from django.db import migrations

from hjemvei.core import rls

first = import_module("hjemvei.privacy.migrations.0001_due")
OWN_CASE = """source := format(' JOIN public.sharing_case c ON c.id = t.%I',
                     CASE WHEN in_table = 'sharing_case' THEN 'id' ELSE 'case_id' END);"""
THROUGH = f"""IF in_table = 'sharing_statutemessage' THEN
      source := ' JOIN public.sharing_disclosure d ON d.id = t.disclosure_id'
                ' JOIN public.sharing_case c ON c.id = d.case_id';
    ELSE
      {OWN_CASE}
    END IF;"""


class Migration(migrations.Migration):
    dependencies = [("privacy", "0001_due"), ("sharing", "0026_told_locks")]
    operations = [
        rls.function(first.SIGNATURE, first.DUE.replace(OWN_CASE, THROUGH), execute="hjemvei_worker")
    ]
