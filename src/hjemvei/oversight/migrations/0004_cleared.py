"""The read log asks of a protection what cases ask: the grade of the address, and the shield apart."""

from __future__ import annotations

from django.db import migrations

from hjemvei.core import rls
from hjemvei.oversight.migrations import _looks_sql as sql

OWN = f"own_looks(in_case bigint, before_id bigint, how_many int) {sql.SHOWN} LANGUAGE plpgsql STABLE"
PEOPLE = "overseen_people(in_persons bigint[]) RETURNS TABLE (id bigint, initials text) LANGUAGE sql STABLE"


def said_anew(text: str, old: str, new: str) -> str:
    """Raises where the text of 0002 is no longer there."""
    if text.count(old) != 1:
        raise ValueError("the functions of 0002 have changed")
    return text.replace(old, new)


OWN_LOOKS = said_anew(sql.OWN_LOOKS, f"k.protection <= {rls.CLEARANCE}", rls.cleared("k.protection"))
OVERSEEN_PEOPLE = said_anew(
    sql.OVERSEEN_PEOPLE,
    f"CASE WHEN p.protection > {rls.CLEARANCE} THEN",
    f"CASE WHEN NOT {rls.cleared('p.protection')} OR {rls.USER} = ANY (p.blocked_users) THEN",
)


def changed(signature: str, body: str, old: str) -> migrations.RunSQL:
    return migrations.RunSQL(rls.function(signature, body).sql, rls.function(signature, old).sql)


class Migration(migrations.Migration):
    dependencies = [("oversight", "0003_looks_of_others"), ("sharing", "0012_access_kernel")]
    operations = [
        changed(OWN, OWN_LOOKS, sql.OWN_LOOKS),
        changed(PEOPLE, OVERSEEN_PEOPLE, sql.OVERSEEN_PEOPLE),
    ]
