"""A restricted controller's units are no doors to the case any more, in either lock; and what retention does."""

from __future__ import annotations

from django.db import migrations

from hjemvei.core import rls
from hjemvei.rights.migrations import _kernel_sql as first
from hjemvei.rights.migrations import _restriction_sql as sql
from hjemvei.sharing.migrations import _access_sql as before

REFRESH = "refresh(case_ids bigint[]) RETURNS void LANGUAGE plpgsql"
PARTICIPANTS = (
    "participants(in_case bigint)"
    " RETURNS TABLE (unit_id int, basis text, starts_at timestamptz, ends_at timestamptz) LANGUAGE sql STABLE"
)
ERASE = "erase_records(people bigint[]) RETURNS int LANGUAGE plpgsql"
MAY_WRITE = "may_write(in_case bigint) RETURNS boolean LANGUAGE sql STABLE"


class Migration(migrations.Migration):
    dependencies = [
        ("rights", "0003_restriction"),
        ("sharing", "0012_access_kernel"),
        ("portal", "0002_locks"),
    ]
    operations = [
        *rls.policies("rights_restriction", select="kernel.answers_for(t.controller_id)"),
        rls.no_writes("rights_restriction"),
        *rls.logged("rights_restriction"),
        migrations.RunSQL(
            rls.function(REFRESH, sql.REFRESH, execute="hjemvei_worker").sql,
            rls.function(REFRESH, before.REFRESH, execute="hjemvei_worker").sql,
        ),
        migrations.RunSQL(
            rls.function(MAY_WRITE, sql.MAY_WRITE).sql, rls.function(MAY_WRITE, before.MAY_WRITE).sql
        ),
        migrations.RunSQL(
            rls.function(PARTICIPANTS, sql.PARTICIPANTS).sql,
            rls.function(PARTICIPANTS, before.PARTICIPANTS).sql,
        ),
        migrations.RunSQL(
            rls.function(ERASE, sql.ERASE_RECORDS, execute="").sql,
            rls.function(ERASE, first.ERASE_RECORDS, execute="").sql,
        ),
        rls.function(
            "restrict_record(in_person bigint, of_controller int, in_reason text, in_who int)"
            " RETURNS void LANGUAGE plpgsql",
            sql.RESTRICT_RECORD,
            execute="",
        ),
        rls.function(
            "restrict(in_disposal bigint) RETURNS void LANGUAGE plpgsql", sql.RESTRICT, execute="hjemvei_app"
        ),
        rls.function(
            "lift_restriction(in_restriction bigint, in_reason text) RETURNS void LANGUAGE plpgsql",
            sql.LIFT,
            execute="hjemvei_app",
        ),
        rls.function(
            "retain(today date, restrict_months int, end_months int, in_outcome text, in_who int, dry boolean)"
            " RETURNS TABLE (restricted int, proposed int) LANGUAGE plpgsql",
            sql.RETAIN,
            execute="hjemvei_worker",
        ),
    ]
