"""The officer is told how somebody is protected, so that a fresh factor is asked for before the name is shown."""

from __future__ import annotations

from django.db import migrations

from hjemvei.core import rls
from hjemvei.rights.migrations import _kernel_sql as sql

COLUMNS = "id bigint, key text, family_name text, given_name text, birth_date date, language text"
LAST = "x.language::text\n"


def signature(columns: str) -> str:
    return f"rights_person(in_person bigint) RETURNS TABLE ({columns}) LANGUAGE sql STABLE"


def with_protection() -> str:
    """Raises where the text of 0002 is no longer there."""
    if sql.RIGHTS_PERSON.count(LAST) != 1:
        raise ValueError("rights_person of 0002 has changed")
    return sql.RIGHTS_PERSON.replace(LAST, "x.language::text, x.protection::int\n")


NEW = rls.function(signature(f"{COLUMNS}, protection int"), with_protection(), execute="hjemvei_app")
OLD = rls.function(signature(COLUMNS), sql.RIGHTS_PERSON, execute="hjemvei_app")


class Migration(migrations.Migration):
    dependencies = [("rights", "0012_sealed_titles")]
    operations = [
        migrations.RunSQL([*(OLD.reverse_sql or ()), *NEW.sql], [*(NEW.reverse_sql or ()), *OLD.sql])
    ]
