"""Past `visible_until` a record of a person is looked at exactly: a restricted case of it is no door either."""

from __future__ import annotations

from importlib import import_module

from django.db import migrations

from hjemvei.core import rls
from hjemvei.rights.migrations._restriction_sql import RESTRICTED

before = import_module("hjemvei.sharing.migrations.0012_access_kernel")
STILL_OPEN = f"""
SELECT EXISTS (SELECT 1 FROM public.sharing_participation p WHERE p.person_id = in_person AND {before.IN_FORCE}
               AND NOT {RESTRICTED})
"""


def altered(probe: str) -> list[str]:
    said = f"{before.SEEN} AND (t.visible_until > now() OR {probe})".replace("t.", "persons_person.")
    return [
        f"ALTER POLICY persons_person_select ON persons_person USING ({said})",
        f"ALTER POLICY persons_person_update ON persons_person USING ({said}) WITH CHECK ({said})",
    ]


class Migration(migrations.Migration):
    dependencies = [("rights", "0006_plain_columns")]
    operations = [
        rls.function(
            "still_open(in_person bigint) RETURNS boolean LANGUAGE sql STABLE",
            STILL_OPEN,
            execute="hjemvei_app, hjemvei_worker, hjemvei_portal, hjemvei_deed",
        ),
        rls.run(
            altered("kernel.still_open(t.id)"),
            altered(
                f"EXISTS (SELECT 1 FROM sharing_participation p WHERE p.person_id = t.id AND {before.IN_FORCE})"
            ),
        ),
    ]
