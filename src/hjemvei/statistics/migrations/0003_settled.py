"""Figures count what has settled, and never move by one to four people."""

from __future__ import annotations

from django.db import migrations

from hjemvei.core import rls
from hjemvei.statistics.migrations import _counts_sql as before
from hjemvei.statistics.migrations import _settled_sql as sql

SIGNATURE = (
    "count_figures(in_agreement bigint, in_year int, in_today date, in_at timestamptz, in_note text)"
    " RETURNS int LANGUAGE plpgsql"
)


class Migration(migrations.Migration):
    dependencies = [("statistics", "0002_locks")]
    operations = [
        migrations.RunSQL(
            rls.function(SIGNATURE, sql.COUNT_FIGURES).sql, rls.function(SIGNATURE, before.COUNT_FIGURES).sql
        )
    ]
