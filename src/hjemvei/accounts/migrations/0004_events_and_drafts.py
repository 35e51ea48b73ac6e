"""What administrators did is seen within their controller and by the user; old drafts are swept away by the kernel."""

from __future__ import annotations

from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from hjemvei.core import rls
from hjemvei.core.text import new_key

SEEN = (
    "t.controller_id = current_setting('hjemvei.controller')::int"
    " OR t.user_id = current_setting('hjemvei.user')::int"
)
WRITTEN = "t.controller_id = current_setting('hjemvei.controller')::int"
PURGE = """
WITH gone AS (
  DELETE FROM public.accounts_draft WHERE saved_at < pg_catalog.now() - interval '7 days' RETURNING 1)
SELECT pg_catalog.count(*)::int FROM gone
"""
KINDS = [
    ("invited", "invitert"),
    ("entered", "tok imot invitasjonen"),
    ("seat_given", "fikk en rolle"),
    ("seat_ended", "rolle avsluttet"),
    ("factor_reset", "andre faktor nullstilt"),
    ("absence", "fravær registrert"),
    ("token_made", "systemnøkkel laget"),
    ("token_revoked", "systemnøkkel trukket tilbake"),
]


def key(to: str, related_name: str, *, null: bool = False) -> models.ForeignKey[Any, Any]:
    return models.ForeignKey(
        null=null, on_delete=django.db.models.deletion.PROTECT, related_name=related_name, to=to
    )


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_infrastructure")]
    operations = [
        migrations.AddField("user", "key", models.CharField(default=new_key, max_length=12)),
        migrations.RunSQL(
            "UPDATE accounts_user SET key = substr(translate(md5(id::text || clock_timestamp()::text), '01', 'xz'), 1, 12)",
            migrations.RunSQL.noop,
        ),
        migrations.AlterField("user", "key", models.CharField(default=new_key, max_length=12, unique=True)),
        migrations.CreateModel(
            name="AccountEvent",
            fields=[
                (
                    "id",
                    models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("kind", models.CharField(choices=KINDS, max_length=16)),
                ("reason", models.CharField(blank=True, default="", max_length=300)),
                ("at", models.DateTimeField()),
                ("by_user", key(settings.AUTH_USER_MODEL, "+", null=True)),
                ("controller", key("parties.controller", "+")),
                ("user", key(settings.AUTH_USER_MODEL, "events")),
            ],
            options={
                "indexes": [models.Index(fields=["user", "-at"], name="account_event_of_user")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "factor_reset"), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="account_event_reset_has_reason",
                    )
                ],
            },
        ),
        *rls.policies("accounts_accountevent", select=SEEN, insert=WRITTEN),
        rls.no_writes("accounts_accountevent", commands="UPDATE, DELETE"),
        rls.function("purge_drafts() RETURNS int LANGUAGE sql", PURGE),
    ]
