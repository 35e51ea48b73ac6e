"""Messages by statute, consents and links of records are sealed: they go with the key, nothing is left to empty."""

from __future__ import annotations

from django.db import migrations

from hjemvei.core import rls
from hjemvei.rights.migrations import _sealed_sql as sql

ERASE = "erase_records(people bigint[]) RETURNS int LANGUAGE plpgsql"
KEYS = "rights_keys(in_part bigint) RETURNS TABLE (id bigint, wrapped bytea, master smallint) LANGUAGE sql STABLE"


class Migration(migrations.Migration):
    dependencies = [
        ("rights", "0010_ending"),
        ("sharing", "0031_sealed_consents"),
        ("persons", "0006_sealed_links"),
    ]
    operations = [
        migrations.RunSQL(
            rls.function(ERASE, sql.ERASE_RECORDS, execute="").sql,
            rls.function(ERASE, sql.ERASE_BEFORE, execute="").sql,
        ),
        migrations.RunSQL(
            rls.function(KEYS, sql.RIGHTS_KEYS, execute="hjemvei_app").sql,
            rls.function(KEYS, sql.KEYS_BEFORE, execute="hjemvei_app").sql,
        ),
    ]
