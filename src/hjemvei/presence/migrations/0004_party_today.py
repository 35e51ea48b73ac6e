"""What a role does beyond is written by a party that has joined and not left."""

from __future__ import annotations

import re
from importlib import import_module

from django.db import migrations

from hjemvei.core import rls

before = import_module("hjemvei.presence.migrations.0002_locks")
TABLE = "presence_roleaddition"
PARTY = "t.agreement_id = ANY ((SELECT kernel.party_to())::bigint[])"


def altered(expression: str) -> list[str]:
    named = re.sub(r"\bt[.]", f"{TABLE}.", expression)
    return [
        f"ALTER POLICY {TABLE}_insert ON {TABLE} WITH CHECK ({named})",
        f"ALTER POLICY {TABLE}_update ON {TABLE} USING ({named}) WITH CHECK ({named})",
    ]


class Migration(migrations.Migration):
    dependencies = [("presence", "0003_own_visits"), ("agreements", "0010_drafts_are_the_parties")]
    operations = [rls.run(altered(PARTY), altered(before.PARTY))]
