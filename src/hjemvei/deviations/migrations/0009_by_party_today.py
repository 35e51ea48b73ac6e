"""Who is asked to join an agreement, or has left it, puts nothing before its committee; and what was released
stays as the second person read it: only that it is settled or taken back is written later.
"""

from __future__ import annotations

import re
from importlib import import_module

from django.db import migrations

from hjemvei.core import rls

before = import_module("hjemvei.deviations.migrations.0006_locks_and_scan")
POINT = "deviations_agendapoint"
PARTY = "t.agreement_id = ANY ((SELECT kernel.party_to())::bigint[])"
LATER = "settled_month, taken_back_month"


def inserted(party: str) -> str:
    check = re.sub(r"\bt[.]", f"{POINT}.", f"{party} AND {before.OWN}")
    return f"ALTER POLICY {POINT}_insert ON {POINT} WITH CHECK ({check})"


class Migration(migrations.Migration):
    dependencies = [("deviations", "0008_told_by_consent"), ("agreements", "0010_drafts_are_the_parties")]
    operations = [
        rls.run(
            [
                inserted(PARTY),
                f"REVOKE UPDATE ON {POINT} FROM hjemvei_app",
                f"GRANT UPDATE ({LATER}) ON {POINT} TO hjemvei_app",
            ],
            [inserted(before.PARTY), f"GRANT UPDATE ON {POINT} TO hjemvei_app"],
        )
    ]
