"""What was signed is open to whoever is signed in, and to everybody only where the parties have opened the
agreement: who signed and approved stood open to a session of nobody (ADR-0033).
"""

from __future__ import annotations

import re
from importlib import import_module

from django.db import migrations

from hjemvei.core import rls

register = import_module("hjemvei.agreements.migrations.0005_register_locks")
MAY_READ = f"(a.is_public OR {rls.USER} > 0)"
SIGNED_TEXT = (
    "EXISTS (SELECT 1 FROM agreements_agreementversion v JOIN agreements_agreement a ON a.id = v.agreement_id"
    f" WHERE v.id = t.version_id AND v.state = 'signed' AND {MAY_READ})"
)
AGREED = (
    "EXISTS (SELECT 1 FROM agreements_agreement a WHERE a.id = t.agreement_id"
    f" AND a.state IN ('signed', 'in_force', 'under_revision', 'ended') AND {MAY_READ})"
)
OF_VERSION = (
    f"{register.SIGNED_TEXT} OR {register.IN_VERSION}",
    f"{SIGNED_TEXT} OR {register.IN_VERSION}",
)
OF_AGREEMENT = (
    f"{register.AGREED} OR {register.IN_AGREEMENT}",
    f"{AGREED} OR {register.IN_AGREEMENT}",
)
SELECTS = {
    "agreementclause": OF_VERSION,
    "signature": OF_VERSION,
    "signedclause": OF_VERSION,
    "anchoringrecord": OF_VERSION,
    "frontlineinput": OF_VERSION,
    "summarytranslation": OF_VERSION,
    "reviewdate": OF_AGREEMENT,
    "anchoringdocument": OF_AGREEMENT,
}


def seen(name: str, expression: str) -> str:
    table = f"agreements_{name}"
    named = re.sub(r"\bt[.]", f"{table}.", expression)
    return f"ALTER POLICY {table}_select ON {table} USING ({named})"


class Migration(migrations.Migration):
    dependencies = [("agreements", "0007_signing_locks")]
    operations = [
        rls.run(
            [seen(name, after) for name, (_before, after) in SELECTS.items()],
            [seen(name, before) for name, (before, _after) in SELECTS.items()],
        )
    ]
