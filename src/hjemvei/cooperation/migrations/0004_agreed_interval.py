"""A committee is reminded by the interval of the agreement's version in force, not by what was written at its founding."""

from __future__ import annotations

from django.db import migrations

from hjemvei.cooperation.migrations import _kernel_sql as sql
from hjemvei.core import rls

OVERDUE = (
    "forums_overdue(on_day date) RETURNS TABLE (key text, name text, user_id bigint) LANGUAGE sql STABLE"
)


class Migration(migrations.Migration):
    dependencies = [("cooperation", "0003_meetings_held"), ("agreements", "0009_each_for_itself")]
    operations = [
        migrations.RunSQL(
            rls.function(OVERDUE, sql.FORUMS_OVERDUE_AS_AGREED).sql,
            rls.function(OVERDUE, sql.FORUMS_OVERDUE).sql,
        )
    ]
