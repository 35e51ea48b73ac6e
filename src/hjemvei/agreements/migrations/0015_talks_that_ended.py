"""Talks that ended without a signature stay the parties' own: only what was signed is open to others."""

from __future__ import annotations

import re
from importlib import import_module

from django.db import migrations

from hjemvei.core import rls

locks = import_module("hjemvei.agreements.migrations.0010_drafts_are_the_parties")
TABLE = "agreements_agreement"
BEFORE = locks.or_upkeep(locks.LOCKS["agreement"]["select"])
AGREED = locks.AGREED.format(state="t.state")
SIGNED = f"{AGREED} AND (t.state <> 'ended' OR kernel.has_signed(t.id))"
HAS_SIGNED = (
    "SELECT EXISTS (SELECT 1 FROM public.agreements_agreementversion v"
    " WHERE v.agreement_id = in_agreement AND v.state = 'signed')"
)

assert BEFORE.count(AGREED) == 1
AFTER = BEFORE.replace(AGREED, SIGNED)


def seen(expression: str) -> str:
    named = re.sub(r"\bt[.]", f"{TABLE}.", expression)
    return f"ALTER POLICY {TABLE}_select ON {TABLE} USING ({named})"


class Migration(migrations.Migration):
    dependencies = [("agreements", "0014_parties_stay")]
    operations = [
        rls.function(
            "has_signed(in_agreement bigint) RETURNS boolean LANGUAGE sql STABLE",
            HAS_SIGNED,
            execute=locks.ROLES,
        ),
        rls.run([seen(AFTER)], [seen(BEFORE)]),
    ]
