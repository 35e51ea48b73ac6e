"""The committee of an agreement is founded by one of its parties: it has one, and its meetings are counted."""

from __future__ import annotations

import re
from importlib import import_module

from django.db import migrations

from hjemvei.core import rls

before = import_module("hjemvei.cooperation.migrations.0002_locks")
TABLE = "cooperation_forum"
OF_PARTY = "(t.agreement_id IS NULL OR t.agreement_id = ANY ((SELECT kernel.party_to())::bigint[]))"


def founded(expression: str) -> str:
    check = re.sub(r"\bt[.]", f"{TABLE}.", expression)
    return f"ALTER POLICY {TABLE}_insert ON {TABLE} WITH CHECK ({check})"


class Migration(migrations.Migration):
    dependencies = [("cooperation", "0004_agreed_interval"), ("agreements", "0010_drafts_are_the_parties")]
    operations = [rls.run([founded(f"{before.NEW_FORUM} AND {OF_PARTY}")], [founded(before.NEW_FORUM)])]
