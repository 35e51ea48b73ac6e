"""The open tasks of a unit that are due first are also those of a colleague who is away, for the deputy."""

from __future__ import annotations

from importlib import import_module

from django.db import migrations

from hjemvei.core import rls

first = import_module("hjemvei.cases.migrations.0009_first_due")
OWN = "(t.to_user_id IS NULL OR t.to_user_id = in_user)"
OWN_AND_DEPUTISED = """(t.to_user_id IS NULL OR t.to_user_id = in_user OR t.to_user_id IN (
            SELECT a.user_id FROM public.accounts_absence a
            WHERE a.deputy_id = in_user AND a.starts_on <= on_day AND a.ends_before > on_day))"""


def replaced(body: str) -> list[str]:
    assert OWN in first.FIRST_DUE
    text = first.FIRST_DUE.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION").replace(OWN, body)
    return [f"SET LOCAL ROLE {rls.KERNEL}", text, "RESET ROLE"]


class Migration(migrations.Migration):
    dependencies = [("cases", "0025_duty")]
    operations = [rls.run(replaced(OWN_AND_DEPUTISED), replaced(OWN))]
