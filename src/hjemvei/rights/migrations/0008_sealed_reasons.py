"""Why a case was opened and what a protection rests on are sealed: they go with the key, nothing is left to empty."""

from __future__ import annotations

from django.db import migrations

from hjemvei.core import rls
from hjemvei.rights.migrations import _plain_sql as sql

ERASE = "erase_records(people bigint[]) RETURNS int LANGUAGE plpgsql"


class Migration(migrations.Migration):
    dependencies = [("rights", "0007_person_probe"), ("sharing", "0028_sealed_access")]
    operations = [
        migrations.RunSQL(
            rls.function(ERASE, sql.ERASE_STILL_PLAIN, execute="").sql,
            rls.function(ERASE, sql.ERASE_RECORDS, execute="").sql,
        ),
    ]
