"""The person is shown who else has looked: own visits would push the others off the page, and stand apart."""

from __future__ import annotations

from django.db import migrations

from hjemvei.core import rls
from hjemvei.oversight.migrations import _looks_sql as sql

OTHERS = "AND u.email IS DISTINCT FROM 'personen@hjemvei.invalid' ORDER BY r.id DESC LIMIT how_many"
LOOKED_AT = sql.LOOKED_AT.replace("ORDER BY r.id DESC LIMIT how_many", OTHERS)


class Migration(migrations.Migration):
    dependencies = [("oversight", "0002_locks")]
    operations = [
        migrations.RunSQL(
            rls.function(
                f"looked_at(in_case bigint, before_id bigint, how_many int) {sql.SHOWN}"
                " LANGUAGE plpgsql STABLE",
                LOOKED_AT,
            ).sql,
            migrations.RunSQL.noop,
        ),
    ]
