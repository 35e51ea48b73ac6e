"""Shifts, contacts and visiting days are of the organisation's own units: what one writes, everybody reads."""

from __future__ import annotations

from django.db import migrations

from hjemvei.core import rls

OWN = (
    "EXISTS (SELECT 1 FROM parties_unit n WHERE n.id = {table}.unit_id"
    " AND n.controller_id = current_setting('hjemvei.controller')::int)"
)
TABLES = [f"presence_{name}" for name in ("shiftpattern", "shift", "contactduty", "visitday")]
ROLES = "hjemvei_app, hjemvei_worker"


def restrictive(table: str) -> list[str]:
    check = f"WITH CHECK ({OWN.format(table=table)})"
    return [
        f"CREATE POLICY {table}_own_insert ON {table} AS RESTRICTIVE FOR INSERT TO {ROLES} {check}",
        f"CREATE POLICY {table}_own_update ON {table} AS RESTRICTIVE FOR UPDATE TO {ROLES} USING (true) {check}",
    ]


def dropped(table: str) -> list[str]:
    return [f"DROP POLICY {table}_own_{name} ON {table}" for name in ("insert", "update")]


class Migration(migrations.Migration):
    dependencies = [("presence", "0004_party_today")]
    operations = [
        rls.run(
            [line for table in TABLES for line in restrictive(table)],
            [line for table in TABLES for line in dropped(table)],
        )
    ]
