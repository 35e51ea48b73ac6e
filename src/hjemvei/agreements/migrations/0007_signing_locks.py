"""A signature is put once and stays; who approved is said by the party itself (ADR-0033)."""

from __future__ import annotations

from importlib import import_module

from django.db import migrations

from hjemvei.core import rls

earlier = import_module("hjemvei.agreements.migrations.0005_register_locks")
SEEN = f"{earlier.SIGNED_TEXT} OR {earlier.IN_VERSION}"
CONTROLLER = "current_setting('hjemvei.controller')::int"
OWN_PARTY = (
    "EXISTS (SELECT 1 FROM agreements_agreementparty p JOIN agreements_agreementversion v"
    " ON v.agreement_id = p.agreement_id WHERE p.id = t.party_id AND v.id = t.version_id"
    f" AND p.controller_id = {CONTROLLER})"
)
ITS_PARTY = (
    "EXISTS (SELECT 1 FROM agreements_agreementparty p JOIN agreements_agreementversion v"
    " ON v.agreement_id = p.agreement_id WHERE p.id = t.party_id AND v.id = t.version_id)"
)
BY_ONESELF = f"t.recorded_by_id = {rls.USER}"
SIGNS = f"{BY_ONESELF} AND {earlier.IN_VERSION} AND {ITS_PARTY} AND (t.way = 'paper' OR {OWN_PARTY})"
TAKES_BACK = f"{BY_ONESELF} OR {OWN_PARTY}"
SIGNATURE, CLAUSE = "agreements_signature", "agreements_signedclause"
SUMMARY = "agreements_summarytranslation"


class Migration(migrations.Migration):
    dependencies = [("agreements", "0006_signing")]
    operations = [
        earlier.guarded(SIGNATURE, "INSERT OR UPDATE OR DELETE", "keep_terms"),
        earlier.guarded(CLAUSE, "INSERT OR UPDATE OR DELETE", "keep_terms"),
        *rls.policies(SIGNATURE, select=SEEN, insert=SIGNS, update=TAKES_BACK),
        rls.run(
            [
                f"REVOKE UPDATE ON {SIGNATURE} FROM hjemvei_app, hjemvei_worker",
                f"GRANT UPDATE (withdrawn_at, withdrawn_by_id) ON {SIGNATURE} TO hjemvei_app",
            ],
            [f"GRANT UPDATE ON {SIGNATURE} TO hjemvei_app"],
        ),
        *rls.policies(CLAUSE, select=SEEN, insert=earlier.IN_VERSION),
        *rls.policies("agreements_anchoringrecord", select=SEEN, insert=f"{BY_ONESELF} AND {OWN_PARTY}"),
        *rls.policies("agreements_frontlineinput", select=SEEN, insert=f"{BY_ONESELF} AND {OWN_PARTY}"),
        *rls.policies(SUMMARY, select=SEEN, insert=earlier.IN_VERSION, update=earlier.IN_VERSION),
        *(
            operation
            for table in (
                SIGNATURE,
                CLAUSE,
                "agreements_anchoringrecord",
                "agreements_frontlineinput",
                SUMMARY,
            )
            for operation in rls.logged(table)
        ),
    ]
