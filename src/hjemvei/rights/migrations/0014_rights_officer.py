"""The controller's own manager of requests answers and decides; its privacy officer follows and advises (art. 38 (6))."""

from __future__ import annotations

import re
from importlib import import_module

import django.db.models.deletion
from django.conf import settings
from django.db import migrations

from hjemvei.core import rls
from hjemvei.rights.migrations import _kernel_sql as before
from hjemvei.rights.migrations._restriction_sql import replaced

keys = import_module("hjemvei.sharing.migrations.0010_data_keys")
ANSWERS_FOR = replaced(before.ANSWERS_FOR, ("'privacy_officer'", "'rights_officer'"))
ADVISES = before.ANSWERS_FOR
OWN = "t.controller_id = current_setting('hjemvei.controller')::int"
CASE_SEEN = "EXISTS (SELECT 1 FROM sharing_case c WHERE c.id = t.case_id)"
PERSON_SEEN = "EXISTS (SELECT 1 FROM persons_person x WHERE x.id = t.person_id)"
ANSWERER, ADVISER = "kernel.answers_for(t.controller_id)", "kernel.advises(t.controller_id)"
FOLLOWER = f"({ANSWERER} OR {ADVISER})"
SEEN = {
    "part": (f"{OWN} AND ({CASE_SEEN} OR {FOLLOWER})", f"{OWN} AND ({CASE_SEEN} OR {ANSWERER})"),
    "withheld": (FOLLOWER, ANSWERER),
    "hold": (f"{OWN} AND ({PERSON_SEEN} OR {FOLLOWER})", f"{OWN} AND ({PERSON_SEEN} OR {ANSWERER})"),
    "disposal": (f"{OWN} AND ({PERSON_SEEN} OR {FOLLOWER})", f"{OWN} AND ({PERSON_SEEN} OR {ANSWERER})"),
    "restriction": (FOLLOWER, ANSWERER),
    "handover": (FOLLOWER, ANSWERER),
}
# Destroying a key by itself asks for the same seat as what else is decided here.
DESTROY_KEY = replaced(
    keys.DESTROY_KEY, ("  IF NOT EXISTS (", "  IF NOT kernel.answers_for(own) OR NOT EXISTS (")
)
DESTROY = "destroy_key(in_person bigint, in_ground text, in_reference text) RETURNS boolean LANGUAGE plpgsql"
ANSWERS = "answers_for(of_controller int) RETURNS boolean LANGUAGE sql STABLE"
PROTECT = django.db.models.deletion.PROTECT


def named(said: str, table: str) -> str:
    return re.sub(r"\bt\.", f"rights_{table}.", said)


def altered(number: int) -> list[str]:
    return [
        f"ALTER POLICY rights_{table}_select ON rights_{table} USING ({named(said[number], table)})"
        for table, said in SEEN.items()
    ]


class Migration(migrations.Migration):
    dependencies = [
        ("rights", "0013_protected"),
        ("sharing", "0029_run_out"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.RunSQL(
            rls.function(ANSWERS, ANSWERS_FOR).sql, rls.function(ANSWERS, before.ANSWERS_FOR).sql
        ),
        rls.function(
            "advises(of_controller int) RETURNS boolean LANGUAGE sql STABLE",
            ADVISES,
            execute="hjemvei_app, hjemvei_worker, hjemvei_portal, hjemvei_deed",
        ),
        rls.run(altered(0), altered(1)),
        migrations.RunSQL(
            rls.function(DESTROY, DESTROY_KEY).sql, rls.function(DESTROY, keys.DESTROY_KEY).sql
        ),
    ]
