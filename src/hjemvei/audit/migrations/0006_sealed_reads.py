"""The read log is sealed like the change log: its rows know their transaction, a batch has a second root.

Rows from before get this migration's transaction: the next seal takes them in.
"""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.db import migrations, models

from hjemvei.audit.models import ThisTransaction
from hjemvei.core import rls


class Migration(migrations.Migration):
    dependencies = [("audit", "0005_changed_columns")]
    operations = [
        migrations.AddField(
            "readlog", "transaction", field=models.BigIntegerField(db_default=ThisTransaction())
        ),
        migrations.AddField("seal", "reads", field=models.IntegerField(default=0)),
        migrations.AddField("seal", "reads_root", field=models.BinaryField(default=b"", max_length=32)),
        migrations.AddIndex(
            "readlog", models.Index(fields=["transaction", "id"], name="read_log_transaction")
        ),
        migrations.AddIndex(
            "readlog", models.Index(fields=["controller_id", "at"], name="read_log_controller")
        ),
        migrations.AddIndex("readlog", GinIndex(fields=["case_ids", "person_ids"], name="read_log_whom")),
        rls.run(
            [
                "ALTER POLICY audit_readlog_insert ON audit_readlog WITH CHECK (user_id = "
                "current_setting('hjemvei.user')::int AND transaction = pg_current_xact_id()::text::bigint)",
                "GRANT SELECT ON audit_readlog TO hjemvei_worker",
                "CREATE POLICY audit_readlog_worker ON audit_readlog FOR SELECT TO hjemvei_worker USING (true)",
            ],
            [
                "DROP POLICY audit_readlog_worker ON audit_readlog",
                "REVOKE SELECT ON audit_readlog FROM hjemvei_worker",
                "ALTER POLICY audit_readlog_insert ON audit_readlog"
                " WITH CHECK (user_id = current_setting('hjemvei.user')::int)",
            ],
        ),
    ]
