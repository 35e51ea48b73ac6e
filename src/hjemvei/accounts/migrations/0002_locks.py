"""A draft is its writer's alone; what users keep for themselves may be deleted by them."""

from __future__ import annotations

from django.db import migrations

from hjemvei.core import rls

MINE = "t.user_id = current_setting('hjemvei.user')::int"


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]
    operations = [
        *rls.policies("accounts_draft", select=MINE, insert=MINE, update=MINE),
        migrations.RunSQL(
            [
                "CREATE POLICY accounts_draft_delete ON accounts_draft FOR DELETE"
                " USING (user_id = current_setting('hjemvei.user')::int)"
            ],
            ["DROP POLICY accounts_draft_delete ON accounts_draft"],
        ),
        rls.may_delete("accounts_draft"),
        rls.may_delete("accounts_savedview"),
    ]
