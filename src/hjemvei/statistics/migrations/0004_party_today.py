"""Whose numbers they are: a party that has joined and not left."""

from __future__ import annotations

import re
from importlib import import_module

from django.db import migrations

from hjemvei.core import rls

before = import_module("hjemvei.statistics.migrations.0002_locks")
TO = "ANY ((SELECT kernel.party_to())::bigint[])"
PARTY = f"t.agreement_id = {TO}"
OF_TARGET = f"EXISTS (SELECT 1 FROM statistics_target g WHERE g.id = t.target_id AND g.agreement_id = {TO})"
SEEN = (
    "EXISTS (SELECT 1 FROM agreements_agreement a WHERE a.id = t.agreement_id AND ("
    f"{before.AGREED} AND (a.is_public OR {rls.USER} > 0) OR a.id = {TO}))"
)
BY_HAND = f"t.code IN ('meetings', 'own') AND {PARTY}"
CHANGED = [
    ("target", "select", before.SEEN, SEEN),
    ("target", "insert", before.PARTY, PARTY),
    ("target", "update", before.PARTY, PARTY),
    ("targetyear", "insert", before.OF_TARGET, OF_TARGET),
    ("targetyear", "update", before.OF_TARGET, OF_TARGET),
    ("figure", "select", before.SEEN, SEEN),
    ("figure", "insert", before.BY_HAND, BY_HAND),
]


def altered(name: str, command: str, expression: str) -> str:
    table = f"statistics_{name}"
    named = re.sub(r"\bt[.]", f"{table}.", expression)
    ways = {"select": f"USING ({named})", "insert": f"WITH CHECK ({named})"}
    both = f"USING ({named}) WITH CHECK ({named})"
    return f"ALTER POLICY {table}_{command} ON {table} {ways.get(command, both)}"


class Migration(migrations.Migration):
    dependencies = [("statistics", "0003_settled"), ("agreements", "0010_drafts_are_the_parties")]
    operations = [
        rls.run(
            [altered(name, command, after) for name, command, _before, after in CHANGED],
            [altered(name, command, earlier) for name, command, earlier, _after in CHANGED],
        )
    ]
