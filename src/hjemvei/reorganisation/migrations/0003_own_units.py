"""Both units of a reorganisation are the organisation's own, whoever writes the row."""

from __future__ import annotations

from django.db import migrations

from hjemvei.core import rls
from hjemvei.reorganisation.migrations import _move_sql as before
from hjemvei.reorganisation.migrations import _own_sql as sql

TABLE = "reorganisation_reorganisation"
ME = "current_setting('hjemvei.controller')::int"
OURS = f"{TABLE}.controller_id = {ME}"
OWN = "EXISTS (SELECT 1 FROM parties_unit u WHERE u.id = {unit} AND u.controller_id = " + ME + ")"
OWN_UNITS = (
    f"{OURS} AND {OWN.format(unit=TABLE + '.from_unit_id')}"
    f" AND ({TABLE}.to_unit_id IS NULL OR {OWN.format(unit=TABLE + '.to_unit_id')})"
)
MOVE_REST = "move_rest(from_unit int, to_unit int) RETURNS void LANGUAGE plpgsql"


def policies(check: str) -> list[str]:
    return [
        f"ALTER POLICY {TABLE}_insert ON {TABLE} WITH CHECK ({check})",
        f"ALTER POLICY {TABLE}_update ON {TABLE} USING ({OURS}) WITH CHECK ({check})",
    ]


class Migration(migrations.Migration):
    dependencies = [("reorganisation", "0002_locks")]
    operations = [
        rls.run(policies(OWN_UNITS), policies(OURS)),
        migrations.RunSQL(
            rls.function(MOVE_REST, sql.MOVE_REST).sql, rls.function(MOVE_REST, before.MOVE_REST).sql
        ),
    ]
