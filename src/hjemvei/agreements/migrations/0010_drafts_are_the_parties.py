"""The register is locked by row: what is only talked about is its parties' own, and they alone write.

A party is one that has joined and not left. What was agreed is open to whoever is signed in, and to everybody
where the parties have opened it. Upkeep is done by nobody: by night, or when an installation is set up.
"""

from __future__ import annotations

import re
from importlib import import_module

from django.db import migrations

from hjemvei.core import rls

register = import_module("hjemvei.agreements.migrations.0005_register_locks")
signing = import_module("hjemvei.agreements.migrations.0007_signing_locks")
opened = import_module("hjemvei.agreements.migrations.0008_signed_in")
each = import_module("hjemvei.agreements.migrations.0009_each_for_itself")
ROLES = "hjemvei_app, hjemvei_worker, hjemvei_portal, hjemvei_deed, hjemvei_report"
TODAY = "(now() AT TIME ZONE 'Europe/Oslo')::date"
UPKEEP = (
    "(current_user = 'hjemvei_worker' OR current_setting('hjemvei.purpose') = 'upkeep' AND "
    f"{rls.USER} = 0 AND current_user = 'hjemvei_app')"
)
PARTY_TO = f"""
SELECT coalesce(array_agg(p.agreement_id), '{{}}') FROM public.agreements_agreementparty p
WHERE p.controller_id = current_setting('hjemvei.controller')::int
  AND (p.joins_on IS NULL OR p.joins_on <= {TODAY}) AND (p.leaves_before IS NULL OR p.leaves_before > {TODAY})
"""
HAS_PARTY = (
    "SELECT EXISTS (SELECT 1 FROM public.agreements_agreementparty p WHERE p.agreement_id = in_agreement)"
)
OURS = "{agreement} = ANY ((SELECT kernel.party_to())::bigint[])"
AGREED = "{state} IN ('signed', 'in_force', 'under_revision', 'ended')"
IN_AGREEMENT = OURS.format(agreement="t.agreement_id")
IN_VERSION = (
    "EXISTS (SELECT 1 FROM agreements_agreementversion v WHERE v.id = t.version_id AND "
    + OURS.format(agreement="v.agreement_id")
    + ")"
)
NEW = f"{rls.USER} > 0 AND NOT kernel.has_party({{agreement}})"
"""One that is begun has no party yet, in the moment when its own parties are written."""
BEGUN = (
    "EXISTS (SELECT 1 FROM agreements_agreement a WHERE a.id = t.agreement_id"
    " AND a.state IN ('dialogue', 'draft'))"
)
SEEN = "EXISTS (SELECT 1 FROM agreements_agreement a WHERE a.id = t.agreement_id)"
SEEN_VERSION = "EXISTS (SELECT 1 FROM agreements_agreementversion v WHERE v.id = t.version_id)"
OWN = "t.controller_id = current_setting('hjemvei.controller')::int"
NOT_BOUND = f"({BEGUN} OR t.joins_on = '9999-12-31' OR t.leaves_before <= {TODAY})"
"""Others may name a party, and take it out again, only where it is not bound by that."""


def or_upkeep(expression: str) -> str:
    return f"{UPKEEP} OR {expression}"


LOCKS = {
    "agreement": {
        "select": f"{AGREED.format(state='t.state')} AND (t.is_public OR {rls.USER} > 0)"
        f" OR {OURS.format(agreement='t.id')}"
        f" OR t.state IN ('dialogue', 'draft') AND {NEW.format(agreement='t.id')}",
        "insert": f"{rls.USER} > 0 AND t.state IN ('dialogue', 'draft')",
        "update": OURS.format(agreement="t.id"),
    },
    "agreementparty": {
        "select": SEEN,
        "insert": f"({IN_AGREEMENT} AND {NOT_BOUND}) OR ({BEGUN} AND {NEW.format(agreement='t.agreement_id')})",
        "update": f"{OWN} AND (t.leaves_before IS NULL OR t.leaves_before > {TODAY})"
        f" OR {IN_AGREEMENT} AND {NOT_BOUND}",
    },
    "agreementscope": {"select": SEEN, "insert": f"{IN_AGREEMENT} AND {BEGUN}"},
    "agreementversion": {
        "select": f"t.state = 'signed' AND {SEEN} OR {IN_AGREEMENT}",
        "insert": f"t.state = 'draft' AND {IN_AGREEMENT}",
        "update": IN_AGREEMENT,
    },
    "roleunit": {
        "select": f"t.version_id IS NULL AND {SEEN} OR {SEEN_VERSION}",
        "insert": IN_VERSION,
        "update": IN_VERSION,
    },
    "deadlinechange": {"select": SEEN_VERSION, "insert": IN_VERSION, "update": IN_VERSION},
}
OF_VERSION = (f"{opened.SIGNED_TEXT} OR {register.IN_VERSION}", f"{opened.SIGNED_TEXT} OR {IN_VERSION}")
OF_AGREEMENT = (f"{opened.AGREED} OR {register.IN_AGREEMENT}", f"{opened.AGREED} OR {IN_AGREEMENT}")
BY_PARTY = (
    f"{signing.BY_ONESELF} AND {signing.OWN_PARTY}",
    f"{signing.BY_ONESELF} AND {IN_VERSION} AND {signing.OWN_PARTY}",
)
WRITTEN = (register.IN_VERSION, IN_VERSION)
KEPT = (register.IN_AGREEMENT, IN_AGREEMENT)
PERIODS: dict[str, dict[str, tuple[str, str]]] = {
    "agreementclause": {"select": OF_VERSION, "insert": WRITTEN, "update": WRITTEN},
    "signature": {
        "select": OF_VERSION,
        "insert": (each.SIGNS, f"{signing.BY_ONESELF} AND {IN_VERSION} AND {signing.OWN_PARTY}"),
    },
    "signedclause": {"select": OF_VERSION, "insert": WRITTEN},
    "anchoringrecord": {"select": OF_VERSION, "insert": BY_PARTY},
    "frontlineinput": {"select": OF_VERSION, "insert": BY_PARTY},
    "summarytranslation": {"select": OF_VERSION, "insert": WRITTEN, "update": WRITTEN},
    "reviewdate": {"select": OF_AGREEMENT, "insert": KEPT, "update": KEPT},
    "anchoringdocument": {"select": OF_AGREEMENT, "insert": KEPT, "update": KEPT},
}


def altered(name: str, command: str, expression: str) -> str:
    table = f"agreements_{name}"
    named = re.sub(r"\bt[.]", f"{table}.", expression)
    ways = {"select": f"USING ({named})", "insert": f"WITH CHECK ({named})"}
    return f"ALTER POLICY {table}_{command} ON {table} " + ways.get(
        command, f"USING ({named}) WITH CHECK ({named})"
    )


CHANGED = [(name, command, both) for name, by in PERIODS.items() for command, both in by.items()]
MAY_DELETE = re.sub(r"\bt[.]", "agreements_deadlinechange.", or_upkeep(IN_VERSION))


class Migration(migrations.Migration):
    dependencies = [("agreements", "0009_each_for_itself")]
    operations = [
        rls.function("party_to() RETURNS bigint[] LANGUAGE sql STABLE", PARTY_TO, execute=ROLES),
        rls.function(
            "has_party(in_agreement bigint) RETURNS boolean LANGUAGE sql STABLE", HAS_PARTY, execute=ROLES
        ),
        *(
            operation
            for name, ways in LOCKS.items()
            for operation in rls.policies(
                f"agreements_{name}", **{command: or_upkeep(rule) for command, rule in ways.items()}
            )
        ),
        rls.run(
            [
                "CREATE POLICY agreements_deadlinechange_delete ON agreements_deadlinechange FOR DELETE"
                f" USING ({MAY_DELETE})"
            ],
            ["DROP POLICY agreements_deadlinechange_delete ON agreements_deadlinechange"],
        ),
        rls.run(
            [altered(name, command, after) for name, command, (_before, after) in CHANGED],
            [altered(name, command, before) for name, command, (before, _after) in CHANGED],
        ),
    ]
