"""The message that access has ended belongs to a case, as whoever answers for it must be able to say; and a message by
statute keeps both grades of protection apart, as everything else does.
"""

from __future__ import annotations

import re
from importlib import import_module

import django.db.models.deletion
from django.db import migrations, models

from hjemvei.core import rls

told = import_module("hjemvei.sharing.migrations.0026_told_locks")
ended = import_module("hjemvei.sharing.migrations.0024_access_ended")
TABLE = "sharing_statutemessage"
OLD = "t.protection <= current_setting('hjemvei.clearance')::int"


def seen(expression: str) -> str:
    named = re.sub(r"\bt\.", f"{TABLE}.", expression)
    return f"ALTER POLICY {TABLE}_select ON {TABLE} USING ({named})"


def of_case(body: str) -> str:
    """The same with the case written down. Raises ValueError where the text is no longer there."""
    found = body.replace("(key, unit_id, reference,", "(key, unit_id, case_id, reference,")
    found = found.replace("u.id, k.key,", "u.id, k.id, k.key,").replace(
        "p.unit_id, k.key,", "p.unit_id, k.id, k.key,"
    )
    if found.count("case_id, reference,") != 1 or found.count("k.id, k.key,") != 1:
        raise ValueError("the kernel function has changed")
    return found


TELLS = "tell_ended(in_consent bigint, keeps int[], at timestamptz) RETURNS void LANGUAGE plpgsql"


class Migration(migrations.Migration):
    dependencies = [("sharing", "0026_told_locks")]
    operations = [
        migrations.AddField(
            model_name="accessend",
            name="case",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="sharing.case"
            ),
        ),
        migrations.RunSQL(
            [
                "UPDATE sharing_accessend e SET case_id = c.id FROM sharing_case c WHERE c.key = e.reference",
                "SET CONSTRAINTS ALL IMMEDIATE",
            ],
            migrations.RunSQL.noop,
        ),
        migrations.AlterField(
            model_name="accessend",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="sharing.case"
            ),
        ),
        migrations.RunSQL(
            rls.function(TELLS, of_case(ended.TELL_ENDED)).sql, rls.function(TELLS, ended.TELL_ENDED).sql
        ),
        migrations.RunSQL(
            rls.function(ended.EXPIRES, of_case(ended.TOLD), execute="hjemvei_worker").sql,
            rls.function(ended.EXPIRES, ended.TOLD, execute="hjemvei_worker").sql,
        ),
        rls.run([seen(told.SEEN.replace(OLD, rls.cleared("t.protection")))], [seen(told.SEEN)]),
    ]
