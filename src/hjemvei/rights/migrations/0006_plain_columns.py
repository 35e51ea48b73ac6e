"""An erasure empties what was written in plain columns too."""

from __future__ import annotations

from django.db import migrations

from hjemvei.core import rls
from hjemvei.rights.migrations import _plain_sql as sql
from hjemvei.rights.migrations import _restriction_sql as before

ERASE = "erase_records(people bigint[]) RETURNS int LANGUAGE plpgsql"


class Migration(migrations.Migration):
    dependencies = [("rights", "0005_correction"), ("sharing", "0027_access_end_of_case")]
    operations = [
        migrations.RunSQL(
            rls.function(ERASE, sql.ERASE_RECORDS, execute="").sql,
            rls.function(ERASE, before.ERASE_RECORDS, execute="").sql,
        ),
    ]
