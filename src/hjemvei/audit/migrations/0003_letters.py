"""An administrator has no case units but writes letters (invitations, receipts) for the unit acted for."""

from __future__ import annotations

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_locks")]
    operations = [
        migrations.RunSQL(
            [
                "CREATE POLICY audit_outbox_letter ON audit_outbox FOR INSERT"
                " WITH CHECK (owner_unit_id = current_setting('hjemvei.unit')::int AND to_user_id IS NOT NULL)"
            ],
            ["DROP POLICY audit_outbox_letter ON audit_outbox"],
        )
    ]
