"""Rolls ask of a protection what cases ask: the grade of the address, and the shield apart."""

from __future__ import annotations

import importlib

from django.db import migrations

from hjemvei.core import rls

present = importlib.import_module("hjemvei.exchange.migrations.0004_present")
staging = importlib.import_module("hjemvei.exchange.migrations.0003_staging")
CLEARED = f"{staging.MINE} AND {rls.cleared('protection')}"


def graded() -> str:
    """The body of 0004 with the new comparison. Raises where that text is no longer there."""
    text: str = present.PRESENT
    for of in ("case", "person"):
        old = f"i.{of}_protection <= grade"
        if text.count(old) != 1:
            raise ValueError("roll_present of 0004 has changed")
        text = text.replace(old, rls.cleared(f"i.{of}_protection", "grade"))
    return text


def staged(seen: str) -> list[str]:
    return [
        f"ALTER POLICY exchange_rollrow_select ON exchange_rollrow USING ({seen})",
        f"ALTER POLICY exchange_rollrow_update ON exchange_rollrow USING ({seen}) WITH CHECK ({seen})",
    ]


class Migration(migrations.Migration):
    dependencies = [("exchange", "0004_present"), ("persons", "0005_access_rules")]
    operations = [
        migrations.RunSQL(
            rls.function(present.SIGNATURE, graded(), execute="hjemvei_app").sql,
            rls.function(present.SIGNATURE, present.PRESENT, execute="hjemvei_app").sql,
        ),
        rls.run(staged(CLEARED), staged(staging.CLEARED)),
    ]
