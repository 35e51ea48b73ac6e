"""Titles of documents, sources of first nights and what a device was opened by are sealed: they go with the key."""

from __future__ import annotations

from django.db import migrations

from hjemvei.core import rls
from hjemvei.rights.migrations import _sealed_sql as sql

ERASE = "erase_records(people bigint[]) RETURNS int LANGUAGE plpgsql"


class Migration(migrations.Migration):
    dependencies = [
        ("rights", "0011_sealed_later"),
        ("cases", "0021_sealed_titles"),
        ("tenancies", "0005_sealed_source"),
        ("portal", "0005_sealed_how"),
    ]
    operations = [
        migrations.RunSQL(
            rls.function(ERASE, sql.ERASE_TITLES, execute="").sql,
            rls.function(ERASE, sql.ERASE_RECORDS, execute="").sql,
        ),
    ]
