"""What is told by statute, and why, is sealed by the key of the sender's own record (ADR-0018), not by the
installation's. That key is given to the two units with the row: the receiver has no part in the case.
"""

from __future__ import annotations

from importlib import import_module

from django.db import migrations, models

from hjemvei.core import rls
from hjemvei.persons.sealing import ResealColumn, SealColumn, of_named_person
from hjemvei.sharing.sealed import SealedText
from hjemvei.sharing.sealed_columns import DEPENDS

access = import_module("hjemvei.sharing.migrations.0012_access_kernel")
replaced = import_module("hjemvei.sharing.migrations.0008_keeps").instead
emergencies = import_module("hjemvei.sharing.migrations.0028_sealed_access")
ended = import_module("hjemvei.sharing.migrations.0027_access_end_of_case")
told = import_module("hjemvei.sharing.migrations.0026_told_locks")
ROLES = "hjemvei_app, hjemvei_portal, hjemvei_deed"
SEEN = told.SEEN.replace(ended.OLD, rls.cleared("t.protection"))
"""As the policy of the messages says it: the unit, every class of the message, and who is cleared."""
OPENINGS = "RETURN EXISTS (SELECT 1 FROM public.sharing_breakglass"
MAY_OPEN = replaced(
    emergencies.MAY_OPEN,
    OPENINGS,
    "IF EXISTS (SELECT 1 FROM public.sharing_statutemessage t"
    f" WHERE t.person_id = in_person AND {SEEN}) THEN\n    RETURN true;\n  END IF;\n  {OPENINGS}",
)
OWN = of_named_person("person_id")


class Migration(migrations.Migration):
    dependencies = [("sharing", "0029_run_out"), *DEPENDS]
    operations = [
        rls.logged_change(
            "sharing_statutemessage",
            [
                migrations.RemoveConstraint("statutemessage", "statute_message_says_why"),
                SealColumn("statutemessage", "reason", SealedText(), read=OWN),
                ResealColumn(
                    "statutemessage",
                    "body",
                    SealedText(),
                    was_bound_to="statute_message:{key}:body",
                    read=OWN,
                ),
                migrations.AddConstraint(
                    "statutemessage",
                    models.CheckConstraint(condition=~models.Q(reason=""), name="statute_message_says_why"),
                ),
            ],
            by=__name__,
        ),
        migrations.AddIndex("statutemessage", models.Index(fields=["person"], name="statute_message_person")),
        access.changed("may_open", MAY_OPEN, emergencies.MAY_OPEN, execute=ROLES),
    ]
