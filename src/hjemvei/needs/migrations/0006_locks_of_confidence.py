"""Row-level security of answers given in confidence: written only where the role may read what it writes."""

from __future__ import annotations

from django.db import migrations

from hjemvei.accounts.enums import InfoClass
from hjemvei.core import rls

TABLE = "needs_confidentialanswer"
NUMBER = InfoClass.CONFIDENTIAL.value
MAY_WRITE = (
    f"owner_unit_id = ANY ({rls.UNITS}) AND controller_id = current_setting('hjemvei.controller')::int"
    f" AND owner_unit_id * 16 + {NUMBER} = ANY ({rls.keys(NUMBER)})"
    f" AND EXISTS (SELECT 1 FROM sharing_participation p WHERE p.case_id = {TABLE}.case_id"
    f" AND p.unit_id = ANY ({rls.UNITS}) AND p.can_write AND p.starts_at <= now() AND p.ends_at > now())"
)


class Migration(migrations.Migration):
    dependencies = [("needs", "0005_confidentialanswer"), ("cases", "0002_locks")]
    operations = [
        *rls.case_child(TABLE, info_class=NUMBER),
        rls.run([f"ALTER POLICY {TABLE}_insert ON {TABLE} WITH CHECK ({MAY_WRITE})"], []),
        *rls.logged(TABLE),
        rls.in_case(TABLE),
        rls.same_case(TABLE, "replaces_id", TABLE),
    ]
