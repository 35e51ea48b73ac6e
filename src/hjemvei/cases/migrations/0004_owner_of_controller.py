"""Lists show who has the case in another unit of the same controller, where nobody in the own unit has it:
a coordinator who has given a case on does not see it as nobody's.
"""

from __future__ import annotations

from django.db import migrations

from hjemvei.cases.migrations import _kernel_sql as sql
from hjemvei.core import rls

SIGNATURE = "sync_caseload(case_ids bigint[]) RETURNS void LANGUAGE plpgsql"
OWN = """          WHERE x.case_id = p.case_id AND x.to_unit_id = p.unit_id AND x.state = 'accepted' AND x.to_user_id IS NOT NULL
          ORDER BY x.is_owner DESC, x.id DESC LIMIT 1) a ON true
"""
NEAR = """          JOIN public.parties_unit here ON here.id = p.unit_id
          JOIN public.parties_unit there ON there.id = x.to_unit_id AND there.controller_id = here.controller_id
          WHERE x.case_id = p.case_id AND x.state = 'accepted' AND x.to_user_id IS NOT NULL
            AND (x.to_unit_id = p.unit_id OR x.is_owner)
          ORDER BY x.to_unit_id = p.unit_id DESC, x.is_owner DESC, x.id DESC LIMIT 1) a ON true
"""


def nearest() -> str:
    """The body of 0002 with a wider look for the owner. Raises where that text is no longer there."""
    if OWN not in sql.SYNC_CASELOAD:
        raise ValueError("sync_caseload of 0002 has changed")
    return sql.SYNC_CASELOAD.replace(OWN, NEAR)


class Migration(migrations.Migration):
    dependencies = [("cases", "0003_document_about"), ("parties", "0001_initial")]
    operations = [
        migrations.RunSQL(
            rls.function(SIGNATURE, nearest()).sql, rls.function(SIGNATURE, sql.SYNC_CASELOAD).sql
        )
    ]
