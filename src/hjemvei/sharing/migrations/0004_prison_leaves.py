"""A prison that lets somebody go loses what a consent let it see as well: `end_access` ends both kinds."""

from __future__ import annotations

from django.db import migrations

from hjemvei.core import rls
from hjemvei.sharing.migrations import _kernel_sql as sql

SIGNATURE = "end_access(in_case bigint, in_unit int, at timestamptz) RETURNS int LANGUAGE plpgsql"
CUSTODY, BOTH = "p.basis = 'custody'", "p.basis IN ('custody', 'consent')"


def ending() -> str:
    """The body of 0002 for both bases. Raises where that text is no longer there."""
    if sql.END_ACCESS.count(CUSTODY) != 2:
        raise ValueError("end_access of 0002 has changed")
    return sql.END_ACCESS.replace(CUSTODY, BOTH)


class Migration(migrations.Migration):
    dependencies = [("sharing", "0003_widen")]
    operations = [
        migrations.RunSQL(rls.function(SIGNATURE, ending()).sql, rls.function(SIGNATURE, sql.END_ACCESS).sql)
    ]
