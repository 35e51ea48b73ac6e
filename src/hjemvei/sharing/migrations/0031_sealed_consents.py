"""What was explained, who answered for the person and who heard it are sealed by the key of the consent's controller
(ADR-0018). The kernel writes the log, so it is given the words sealed, with the key of the row they are bound to.
"""

from __future__ import annotations

from importlib import import_module

from django.db import migrations, models

from hjemvei.core import rls
from hjemvei.sharing.migrations import _log_sql as sql
from hjemvei.sharing.sealed_columns import DEPENDS, optional, seal_columns

replaced = import_module("hjemvei.sharing.migrations.0008_keeps").instead
WRITES = (
    "write_consent_event(in_consent bigint, in_kind text, terms jsonb, happened timestamptz, replaced bigint)"
    " RETURNS bigint LANGUAGE plpgsql"
)
SEALED = ("witness_name", "explained", "representative_name")


OWNED = "c.case_id, c.controller_id, c.owner_unit_id, who, now(), c.id, in_kind"


def sealed(body: str) -> str:
    for column in SEALED:
        body = replaced(body, f"r.{column}", f"decode(r.{column}, 'hex')")
    body = replaced(body, f"SELECT {sql.KEY}, {OWNED}", f"SELECT r.key, {OWNED}")
    return str(replaced(body, "AS r(form text,", "AS r(key text, form text,"))


class Migration(migrations.Migration):
    dependencies = [("sharing", "0030_sealed_messages"), *DEPENDS]
    operations = [
        seal_columns(
            "sharing_consent",
            {"explained": optional(), "representative_name": optional()},
            by=__name__,
            constraints=[
                models.CheckConstraint(
                    condition=models.Q(representation="self") | ~models.Q(representative_name=""),
                    name="consent_representative_named",
                ),
            ],
        ),
        seal_columns(
            "sharing_consentevent",
            {name: optional() for name in SEALED},
            by=__name__,
            constraints=[
                models.CheckConstraint(
                    condition=~models.Q(form="oral") | ~models.Q(witness_name=""),
                    name="consent_event_witness",
                ),
            ],
        ),
        migrations.RunSQL(
            rls.function(WRITES, sealed(sql.WRITE_CONSENT_EVENT)).sql,
            rls.function(WRITES, sql.WRITE_CONSENT_EVENT).sql,
        ),
    ]
